/** What a request goes to. Not a parser of URLs: the host is one. */
import { inWords, wellFormed } from "../boundary.js";

/** A URL, and the name that its samples are grouped by. Made by the template literal `http.url`. */
export class HttpUrl {
  constructor(
    /** The URL with its values in place. */
    readonly url: string,
    /** The URL with `${}` in their place. */
    readonly name: string,
  ) {}

  toString(): string {
    return this.url;
  }
}

/** A URL as text, a `URL`, or what the template literal `http.url` makes. */
export type RequestUrl = string | HttpUrl | URL;

/**
 * A URL whose samples are grouped whatever the values in it are: they carry the template as their tag `name`.
 *
 * ```ts
 * http.get(http.url`/items/${id}`);
 * ```
 */
export function url(parts: TemplateStringsArray, ...values: unknown[]): HttpUrl {
  return new HttpUrl(wellFormed(String.raw({ raw: parts }, ...values)), parts.join("${}"));
}

/** The URL as the host takes it. */
export function toHost(target: RequestUrl, call: string): string {
  if (typeof target === "string") return wellFormed(target);
  if (target instanceof HttpUrl) return target.url;
  if (typeof target === "object" && target !== null && typeof target.href === "string") return wellFormed(target.href);
  throw new TypeError(`${call}: the URL must be a string, not ${inWords(target)}`);
}
