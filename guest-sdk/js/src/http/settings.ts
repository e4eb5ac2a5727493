/** Settings of requests: what users write (k6's `params`), read once. Not the host's resource: `shared.ts` keeps those. */
import { inWords, pairs, text, whole } from "../boundary.js";
import { milliseconds } from "../duration.js";
import type { Tags } from "../tags.js";
import { ANY_STATUS, ExpectedStatuses } from "./status.js";

/** What a body is read as. `none` counts its bytes and forgets them. */
export type ResponseType = "text" | "binary" | "none";

/** Settings that were read before: what `http.params` makes. */
export interface Shared {
  /** What they say. */
  readonly settings: Settings;
}

/** Settings of a request. All may be left out. */
export interface RequestParams {
  /** Settings made by `http.params`; what stands beside comes on top of them. */
  params?: Shared;
  /** Header fields. Host, content-length, user-agent and connection have defaults. */
  headers?: Record<string, string | number | boolean>;
  /** Cookies, sent in the header field `cookie`. There is no cookie jar. */
  cookies?: Record<string, string | number | boolean>;
  /** Tags for the samples of this request. `name` groups the samples of URLs that hold an identity. */
  tags?: Tags;
  /** The tag `name`. */
  name?: string;
  /** How long the whole request may take, redirects included: milliseconds or text such as `"5s"`. 60 seconds without it. */
  timeout?: number | string;
  /** How long name look-up, connection and TLS handshake may take together. No limit of its own without it. */
  connectTimeout?: number | string;
  /** How long it may take from the end of sending to the first byte of the response. No limit of its own without it. */
  firstByteTimeout?: number | string;
  /** How many redirects to follow; 0 follows none. 10 without it. */
  redirects?: number;
  /** What the body is read as. */
  responseType?: ResponseType;
  /** How large the body may be, in bytes; a larger one fails the request. 32 MiB without it. */
  maxBody?: number;
  /** Which statuses are expected, by `http.expectedStatuses`; others count in `http_req_failed`. `null` expects all. */
  responseCallback?: ExpectedStatuses | null;
  /** Whether a request without a response is an exception instead of a response of status 0. */
  throw?: boolean;
}

/** What the host is told, in a form that can be compared as JSON. */
export interface HostSettings {
  name?: string;
  tags?: [string, string][];
  headers?: [string, string][];
  connectMs?: number;
  firstByteMs?: number;
  totalMs?: number;
  redirects?: number;
  discard?: boolean;
  maxBody?: number;
  expected?: readonly { lowest: number; highest: number }[];
}

/** Settings, read. */
export interface Settings {
  /** Header fields of the request. */
  headers: [string, string][];
  /** What the host has to be told besides; undefined where its defaults do. */
  host: HostSettings | undefined;
  /** What the body is read as; undefined where the default holds. */
  responseType: ResponseType | undefined;
  /** Whether a request without a response is an exception; undefined where the default holds. */
  throws: boolean | undefined;
}

const REFUSED: Record<string, string> = {
  jar: "there is no cookie jar: send `cookies`, and read `response.cookies`",
  auth: "set the header `authorization` yourself",
  compression: "compress the body yourself, and set the header `content-encoding`",
};

const limit = (value: unknown, what: string) => whole(Math.ceil(milliseconds(value, what)), what);

/** Reads settings, and refuses those that there are not. `call` names the function in messages. */
export function read(params: RequestParams, call: string): Settings {
  if (typeof params !== "object" || params === null) {
    throw new TypeError(`${call}: the params must be an object, not ${inWords(params)}`);
  }
  const settings: Settings = { headers: [], host: undefined, responseType: undefined, throws: undefined };
  for (const key in params) {
    const value = params[key as keyof RequestParams];
    if (value !== undefined && key !== "params") readOne(settings, key, value, call);
  }
  return params.params === undefined ? settings : onTopOf(params.params, settings, call);
}

/** Settings of a request on top of shared ones. */
function onTopOf(shared: Shared, own: Settings, call: string): Settings {
  // Not every `Params` is known here as a class: this file is what it is made of.
  const base = (shared as Shared | null)?.settings as Settings | undefined;
  if (base === undefined) throw new TypeError(`${call}: \`params\` takes what http.params() makes, not ${inWords(shared)}`);
  const tags = [...(base.host?.tags ?? []), ...(own.host?.tags ?? [])];
  const host = base.host === undefined || own.host === undefined ? (own.host ?? base.host) : { ...base.host, ...own.host, tags };
  return { headers: own.headers, host, responseType: own.responseType ?? base.responseType, throws: own.throws ?? base.throws };
}

function readOne(settings: Settings, key: string, value: unknown, call: string): void {
  const what = `${call}: \`${key}\``;
  const host = () => (settings.host ??= {});
  switch (key) {
    case "headers":
      settings.headers.push(...pairs(value, what));
      return;
    case "cookies":
      settings.headers.push(["cookie", pairs(value, what).map(([name, cookie]) => `${name}=${cookie}`).join("; ")]);
      return;
    case "tags":
      for (const tag of pairs(value, what)) {
        if (tag[0] === "name") host().name ??= tag[1];
        else (host().tags ??= []).push(tag);
      }
      return;
    case "name":
      host().name = text(value, what);
      return;
    case "timeout":
      host().totalMs = limit(value, what);
      return;
    case "connectTimeout":
      host().connectMs = limit(value, what);
      return;
    case "firstByteTimeout":
      host().firstByteMs = limit(value, what);
      return;
    case "redirects":
      host().redirects = whole(value, what);
      return;
    case "maxBody":
      host().maxBody = whole(value, what);
      return;
    case "responseType":
      if (value !== "text" && value !== "binary" && value !== "none") {
        throw new TypeError(`${what} must be "text", "binary" or "none", not ${inWords(value)}`);
      }
      settings.responseType = value;
      host().discard = value === "none";
      return;
    case "responseCallback":
      host().expected = callback(value, what).ranges;
      return;
    case "throw":
      settings.throws = Boolean(value);
      return;
    default:
      throw new TypeError(`${what} is not a setting of requests${key in REFUSED ? `; ${REFUSED[key]}` : ""}`);
  }
}

/** A callback: what `http.expectedStatuses` made, or null for any status. */
export function callback(value: unknown, what: string): ExpectedStatuses {
  if (value === null) return ANY_STATUS;
  if (value instanceof ExpectedStatuses) return value;
  throw new TypeError(`${what} takes what http.expectedStatuses() makes, or null, not ${inWords(value)}`);
}
