/** Statuses: which ones are expected, and what the standard calls them. */
import { inWords } from "../boundary.js";

/** One status, or an inclusive range of them. */
export type StatusRange = number | { min: number; max: number };

/** What `expectedStatuses` makes, and what `responseCallback` takes. */
export class ExpectedStatuses {
  /** The ranges as the host takes them. */
  readonly ranges: readonly { lowest: number; highest: number }[];

  /** Use {@link expectedStatuses}. */
  constructor(ranges: readonly { lowest: number; highest: number }[]) {
    this.ranges = ranges;
  }
}

/** Every status there is: what k6 means by a callback of `null`. */
export const ANY_STATUS = new ExpectedStatuses([{ lowest: 0, highest: 999 }]);

function status(value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 999) return value;
  throw new TypeError(`http.expectedStatuses: a status must be a whole number up to 999, not ${inWords(value)}`);
}

/** Expects these statuses instead of 200 to 399; others count in `http_req_failed`. None at all expects none. */
export function expectedStatuses(...statuses: StatusRange[]): ExpectedStatuses {
  return new ExpectedStatuses(
    statuses.map((one) => {
      if (typeof one !== "object" || one === null) return { lowest: status(one), highest: status(one) };
      return { lowest: status(one.min), highest: status(one.max) };
    }),
  );
}

// RFC 9110, section 15, and those of RFC 6585 that servers under load answer with.
const PHRASES: Record<number, string> = {
  200: "OK", 201: "Created", 202: "Accepted", 203: "Non-Authoritative Information", 204: "No Content", 205: "Reset Content",
  206: "Partial Content", 300: "Multiple Choices", 301: "Moved Permanently", 302: "Found", 303: "See Other",
  304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized",
  402: "Payment Required", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
  408: "Request Timeout", 409: "Conflict", 410: "Gone", 411: "Length Required", 412: "Precondition Failed",
  413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type", 416: "Range Not Satisfiable",
  417: "Expectation Failed", 421: "Misdirected Request", 422: "Unprocessable Content", 426: "Upgrade Required",
  428: "Precondition Required", 429: "Too Many Requests", 431: "Request Header Fields Too Large",
  500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
  504: "Gateway Timeout", 505: "HTTP Version Not Supported",
};

/** The status and the standard's words for it, such as `404 Not Found`: not what the server wrote, which is not kept. */
export function statusText(code: number): string {
  const phrase = PHRASES[code];
  return phrase === undefined ? String(code) : `${code} ${phrase}`;
}
