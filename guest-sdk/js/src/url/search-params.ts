/** `URLSearchParams`, by the WHATWG URL standard, section 6.2. */
import { encode } from "../http/body.js";

/** Names and values of a query, in order. */
export class URLSearchParams {
  #list: [string, string][] = [];
  #changed: ((query: string) => void) | undefined;

  /** From a query with or without `?`, pairs, or an object of values. */
  constructor(init?: string | Iterable<readonly [string, string]> | Record<string, unknown>) {
    if (init === undefined || init === null) return;
    if (typeof init === "string") this.#parse(init);
    else if (typeof (init as Iterable<unknown>)[Symbol.iterator] === "function") {
      for (const [name, value] of init as Iterable<readonly [string, string]>) this.#list.push([String(name), String(value)]);
    } else {
      for (const [name, value] of Object.entries(init)) this.#list.push([name, String(value)]);
    }
  }

  /** The parameters of a URL, which is told when they change. */
  static of(query: string, changed: (query: string) => void): URLSearchParams {
    const params = new URLSearchParams(query);
    params.#changed = changed;
    return params;
  }

  #parse(query: string): void {
    for (const part of query.replace(/^\?/, "").split("&")) {
      if (part === "") continue;
      const at = part.indexOf("=");
      const name = at < 0 ? part : part.slice(0, at);
      this.#list.push([decode(name), decode(at < 0 ? "" : part.slice(at + 1))]);
    }
  }

  #tell(): void {
    this.#changed?.(this.toString());
  }

  /** How many there are. */
  get size(): number {
    return this.#list.length;
  }

  append(name: string, value: unknown): void {
    this.#list.push([String(name), String(value)]);
    this.#tell();
  }

  delete(name: string, value?: unknown): void {
    this.#list = this.#list.filter(([key, one]) => key !== name || (value !== undefined && one !== String(value)));
    this.#tell();
  }

  get(name: string): string | null {
    return this.#list.find(([key]) => key === name)?.[1] ?? null;
  }

  getAll(name: string): string[] {
    return this.#list.filter(([key]) => key === name).map(([, value]) => value);
  }

  has(name: string, value?: unknown): boolean {
    return this.#list.some(([key, one]) => key === name && (value === undefined || one === String(value)));
  }

  set(name: string, value: unknown): void {
    const first = this.#list.find(([key]) => key === name);
    if (first === undefined) {
      this.append(name, value);
      return;
    }
    first[1] = String(value);
    this.#list = this.#list.filter((pair) => pair === first || pair[0] !== name);
    this.#tell();
  }

  sort(): void {
    this.#list.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#tell();
  }

  forEach(each: (value: string, name: string, params: URLSearchParams) => void): void {
    for (const [name, value] of this.#list) each(value, name, this);
  }

  *entries(): IterableIterator<[string, string]> {
    for (const [name, value] of this.#list) yield [name, value];
  }

  *keys(): IterableIterator<string> {
    for (const [name] of this.#list) yield name;
  }

  *values(): IterableIterator<string> {
    for (const [, value] of this.#list) yield value;
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }

  toString(): string {
    return this.#list.map(([name, value]) => `${encode(name)}=${encode(value)}`).join("&");
  }
}

function decode(text: string): string {
  const spaced = text.replace(/\+/g, " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    // A percent sign that escapes nothing stays, and bytes that are not UTF-8 become U+FFFD.
    return spaced.replace(/(%[0-9a-f]{2})+/gi, (escapes) => {
      const bytes = Uint8Array.from(escapes.slice(1).split("%"), (digits) => Number.parseInt(digits, 16));
      return new TextDecoder().decode(bytes);
    });
  }
}
