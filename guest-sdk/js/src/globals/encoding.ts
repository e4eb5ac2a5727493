/** `TextEncoder` and `TextDecoder` for UTF-8, by the WHATWG Encoding standard. No other encodings. */
import { inWords } from "../boundary.js";

/** Text to bytes. */
export class TextEncoder {
  readonly encoding = "utf-8";

  /** Half of a surrogate pair becomes U+FFFD. */
  encode(text = ""): Uint8Array {
    const input = String(text);
    // The engine knows UTF-8, but not as bytes: its escapes are.
    const escaped = encodeURIComponent(input.isWellFormed() ? input : input.toWellFormed());
    const bytes = new Uint8Array(escaped.length);
    let length = 0;
    for (let i = 0; i < escaped.length; i++) {
      const code = escaped.charCodeAt(i);
      if (code === 0x25) {
        bytes[length++] = Number.parseInt(escaped.slice(i + 1, i + 3), 16);
        i += 2;
      } else {
        bytes[length++] = code;
      }
    }
    return bytes.slice(0, length);
  }

  /** Writes as many whole characters as there is room for. */
  encodeInto(text: string, target: Uint8Array): { read: number; written: number } {
    let read = 0;
    let written = 0;
    for (const character of String(text)) {
      const bytes = this.encode(character);
      if (written + bytes.length > target.length) break;
      target.set(bytes, written);
      written += bytes.length;
      read += character.length;
    }
    return { read, written };
  }
}

const LABELS = new Set(["utf-8", "utf8", "unicode-1-1-utf-8"]);

/** Bytes to text. Whole texts only: there is no `stream`. */
export class TextDecoder {
  readonly encoding = "utf-8";
  /** Whether bytes that are not UTF-8 are an exception. */
  readonly fatal: boolean;
  /** Whether a byte order mark is kept. */
  readonly ignoreBOM: boolean;

  constructor(label = "utf-8", options: { fatal?: boolean; ignoreBOM?: boolean } = {}) {
    if (!LABELS.has(String(label).trim().toLowerCase())) throw new RangeError(`TextDecoder knows utf-8, and not ${inWords(label)}`);
    this.fatal = options.fatal === true;
    this.ignoreBOM = options.ignoreBOM === true;
  }

  decode(input?: ArrayBuffer | ArrayBufferView, options: { stream?: boolean } = {}): string {
    if (options.stream === true) throw new Error("TextDecoder.decode: `stream` is not supported; put the bytes together first");
    const bytes =
      input === undefined ? new Uint8Array() : ArrayBuffer.isView(input) ? new Uint8Array(input.buffer, input.byteOffset, input.byteLength) : new Uint8Array(input);
    const start = !this.ignoreBOM && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    return decode(bytes, start, this.fatal);
  }
}

/** By the standard's UTF-8 decoder: a sequence that breaks off is one U+FFFD, and what broke it is read again. */
function decode(bytes: Uint8Array, start: number, fatal: boolean): string {
  const parts: string[] = [];
  let codes: number[] = [];
  const put = (code: number) => {
    codes.push(code);
    // Not too many arguments at a time.
    if (codes.length === 4096) {
      parts.push(String.fromCodePoint(...codes));
      codes = [];
    }
  };
  let i = start;
  while (i < bytes.length) {
    const first = bytes[i++] as number;
    if (first < 0x80) {
      put(first);
      continue;
    }
    let needed = first >= 0xc2 && first <= 0xdf ? 1 : first >= 0xe0 && first <= 0xef ? 2 : first >= 0xf0 && first <= 0xf4 ? 3 : 0;
    let code = needed === 1 ? first & 0x1f : needed === 2 ? first & 0xf : first & 0x7;
    let lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
    let highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
    let broken = needed === 0;
    while (needed > 0) {
      const next = bytes[i];
      if (next === undefined || next < lowest || next > highest) {
        broken = true;
        break;
      }
      lowest = 0x80;
      highest = 0xbf;
      code = (code << 6) | (next & 0x3f);
      i += 1;
      needed -= 1;
    }
    if (broken && fatal) throw new TypeError(`TextDecoder: the bytes are not UTF-8 at ${i - 1}`);
    put(broken ? 0xfffd : code);
  }
  parts.push(String.fromCodePoint(...codes));
  return parts.join("");
}
