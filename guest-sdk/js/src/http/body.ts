/** What a request sends. Not what a response carries. */
import { inWords, pairs, wellFormed } from "../boundary.js";

/** Text, bytes, or names and values that are sent as a form. */
export type RequestBody = string | ArrayBuffer | ArrayBufferView | Record<string, unknown> | null | undefined;

/** A body as the host takes it, and the media type that goes with it. */
export interface Sent {
  body: { tag: "text"; val: string } | { tag: "bytes"; val: Uint8Array } | undefined;
  type: string | undefined;
}

const NOTHING: Sent = { body: undefined, type: undefined };

/** The media type of forms. */
export const FORM = "application/x-www-form-urlencoded";

/** A body as the host takes it. */
export function toHost(body: RequestBody, call: string): Sent {
  if (body === undefined || body === null) return NOTHING;
  if (typeof body === "string") return { body: { tag: "text", val: wellFormed(body) }, type: undefined };
  if (body instanceof ArrayBuffer) return { body: { tag: "bytes", val: new Uint8Array(body) }, type: undefined };
  if (ArrayBuffer.isView(body)) {
    const bytes = body instanceof Uint8Array ? body : new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
    return { body: { tag: "bytes", val: bytes }, type: undefined };
  }
  if (typeof body === "object" && !Array.isArray(body)) return { body: { tag: "text", val: form(body, call) }, type: FORM };
  throw new TypeError(`${call}: the body must be a string, bytes or an object of form fields, not ${inWords(body)}; JSON is JSON.stringify(…)`);
}

/** Names and values as a browser's form sends them. A list of values repeats its name, as in k6. */
export function form(fields: Record<string, unknown>, call: string): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    const values = Array.isArray(value) ? value : [value];
    for (const one of values) {
      for (const [key, plain] of pairs({ [name]: one }, `${call}: the form field`)) parts.push(`${encode(key)}=${encode(plain)}`);
    }
  }
  return parts.join("&");
}

/** The encoding of forms: the WHATWG URL standard's, section 5.2. */
export function encode(text: string): string {
  return encodeURIComponent(wellFormed(text))
    .replace(/%20/g, "+")
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
