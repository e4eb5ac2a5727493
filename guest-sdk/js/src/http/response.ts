/**
 * What a request led to: an answer, or why there is none (status 0), as in k6. What a response carries stays in the host until
 * it is asked for, in the iteration that made the request.
 */
import type { BodyError as HostBodyError, Content, Details, ErrorKind, Header, JsonValue, Response as Answer } from "wasmload:http/client@0.1.0";

import { text } from "../boundary.js";
import { type Cookie, byName, cookies } from "./headers.js";
import { type Json, type Path, cut, ofEach } from "./json-path.js";
import { type Holder, track } from "./open.js";
import type { ResponseType } from "./settings.js";
import { statusText } from "./status.js";
import { Timings } from "./timings.js";

/** What was sent. */
export interface SentRequest {
  /** The method. */
  readonly method: string;
  /** The URL as it was asked for. */
  readonly url: string;
}

/** Why there is no answer. */
export interface Failure {
  /** What to branch on. */
  kind: ErrorKind;
  /** A number in the ranges that k6 uses. */
  code: number;
  /** One line for people. */
  message: string;
}

/** What is asked of the host on demand, and kept. */
interface Late {
  timings?: Timings;
  details?: Details;
  fields?: Header[];
  body?: string | ArrayBuffer;
}

/** Not looked up among the globals again for each response. */
const DISPOSE: typeof Symbol.dispose = Symbol.dispose;

/** The path to all of a document. */
const WHOLE: Path = { before: "", each: undefined };

const REFUSED = "there is no HTML parser; take what you need from response.body, or use response.json()";

/** An answer whose content may have been given up. */
type Kept = Omit<Answer, "content"> & { content: Content | undefined };

/** A response. */
export class Response implements Holder {
  // Few fields, `declare`d so that each is set once, the last three only where they say something; and no private `#methods`, which
  // every object has to be marked for when it is made. All of it would be paid in every request.
  /** The status code; 0 when there was no answer. */
  declare readonly status: number;
  private declare readonly verb: string;
  private declare readonly asked: string;
  private declare readonly answer: Kept | undefined;
  private declare readonly type?: ResponseType;
  private declare failure?: Failure;
  private declare late?: Late;

  /** A response from what the host answered; requests make it. The type is what the body is read as. */
  constructor(method: string, url: string, answer: Answer | undefined, type: ResponseType) {
    this.verb = method;
    this.asked = url;
    this.answer = answer;
    if (type !== "text") this.type = type;
    if (answer === undefined) {
      this.status = 0;
    } else {
      this.status = answer.status;
      track(this, answer.content);
    }
  }

  /** The response of a request that was not answered. */
  static failed(method: string, url: string, failure: Failure): Response {
    const response = new Response(method, url, undefined, "text");
    response.failure = failure;
    return response;
  }

  /** What was asked for later than the answer came. */
  private kept(): Late {
    return (this.late ??= {});
  }

  /** What was sent. */
  get request(): SentRequest {
    return { method: this.verb, url: this.asked };
  }

  /** Why there is no answer, in words; empty when there is one. */
  get error(): string {
    return this.failure === undefined ? "" : this.failure.message;
  }

  /** k6's number of what went wrong: 1000 and up without an answer, 1000 plus the status from 400 up, 0 otherwise. */
  get error_code(): number {
    return this.failure === undefined ? (this.status >= 400 ? 1000 + this.status : 0) : this.failure.code;
  }

  /** What kind of error kept the request from an answer; empty when there was one. */
  get error_kind(): ErrorKind | "" {
    return this.failure === undefined ? "" : this.failure.kind;
  }

  /** Whether the status is one of those that are expected. */
  get expected(): boolean {
    return this.answer !== undefined && this.answer.expected;
  }

  /** The size of the body in bytes. */
  get size(): number {
    return this.answer === undefined ? 0 : this.answer.bodySize;
  }

  /** The status with the standard's words for it, such as `404 Not Found`; empty without an answer. */
  get status_text(): string {
    return this.status === 0 ? "" : statusText(this.status);
  }

  /**
   * The body: text, or an `ArrayBuffer` where the request has the response type `binary`; null where it has `none`, and when
   * there was no answer. Bytes that are not UTF-8 are shown as U+FFFD in text.
   */
  get body(): string | ArrayBuffer | null {
    if (this.status === 0 || this.type === "none") return null;
    return (this.kept().body ??= this.type === "binary" ? (this.read().buffer as ArrayBuffer) : this.shown());
  }

  /**
   * The body as text, whatever the response type is. Empty without an answer.
   *
   * @throws {BodyError} It was discarded, or is not UTF-8; `body` shows such bytes as U+FFFD instead.
   */
  text(): string {
    if (this.status === 0) return "";
    if (typeof this.late?.body === "string" && !this.late.body.includes("\ufffd")) return this.late.body;
    return ask(() => this.open("body").text());
  }

  /** The body as bytes, whatever the response type is. Empty without an answer. */
  bytes(): Uint8Array {
    return this.status === 0 ? new Uint8Array() : this.read();
  }

  private read(): Uint8Array {
    return ask(() => this.open("body").bytes());
  }

  private shown(): string {
    try {
      return this.text();
    } catch (error) {
      if (error instanceof BodyError && error.reason === "not-utf8") return new TextDecoder().decode(this.read());
      throw error;
    }
  }

  /**
   * The body as JSON, or the value at a path into it, such as `items.0.id`; undefined when nothing is there. `items.#` is the
   * length of an array, and `items.#.id` the values of all its elements.
   *
   * A path costs less than the whole: the host searches for it, and only what it finds crosses over.
   *
   * @throws {Error} There is no answer; {BodyError} its body is not JSON, or was discarded.
   */
  // `any`, as in k6: scripts look into what comes back.
  json(path?: string): any {
    const content = this.answer?.content;
    if (content === undefined) {
      if (this.status === 0) throw new Error(`there is no JSON, since there is no response: ${this.error}`);
      return this.over("body");
    }
    const { before, each } = path === undefined || path === null ? WHOLE : cut(path);
    let found: JsonValue | null;
    try {
      found = content.json(before);
    } catch (error) {
      throw inOurWords(error);
    }
    if (found === null || found === undefined) return undefined;
    const { tag } = found;
    if (tag === "number" || tag === "text" || tag === "boolean") return each === undefined ? found.val : undefined;
    const value = tag === "null" ? null : (JSON.parse(found.val) as Json);
    return each === undefined ? value : ofEach(value, each);
  }

  /** The header fields by canonical name, such as `Content-Type`. */
  get headers(): Record<string, string> {
    return byName(this.fields());
  }

  /** The first header field of a name, in whatever case; undefined when there is none. */
  header(name: string): string | undefined {
    if (this.status === 0) return undefined;
    return this.open("headers").header(text(name, "response.header: the name")) ?? undefined;
  }

  /** All header fields, in order, names in lower case. */
  headerList(): Header[] {
    return [...this.fields()];
  }

  /** The cookies that the response sets, by name. */
  get cookies(): Record<string, Cookie[]> {
    return cookies(this.fields());
  }

  private fields(): Header[] {
    if (this.status === 0) return [];
    return (this.kept().fields ??= this.open("headers").headers());
  }

  /** Where the time went, in milliseconds. */
  get timings(): Timings {
    const { answer } = this;
    return (this.kept().timings ??= new Timings(
      answer === undefined ? 0 : answer.durationMs,
      answer === undefined ? undefined : () => this.open("timings").timings(),
    ));
  }

  /** The URL that answered, after redirects; the one that was asked for without an answer. */
  get url(): string {
    return this.how()?.url ?? this.asked;
  }

  /** `HTTP/1.1`; empty without an answer. */
  get proto(): string {
    return this.how()?.protocol ?? "";
  }

  /** The address of the server; empty without an answer. */
  get remote_ip(): string {
    return (this.how()?.remoteAddress ?? "").replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  }

  /** The port of the server; 0 without an answer. */
  get remote_port(): number {
    return Number(/:(\d+)$/.exec(this.how()?.remoteAddress ?? "")?.[1] ?? 0);
  }

  /** `tls1.2`, `tls1.3`; empty without TLS. */
  get tls_version(): string {
    return this.how()?.tlsVersion ?? "";
  }

  /** How many redirects were followed. */
  get redirects(): number {
    return this.how()?.redirects ?? 0;
  }

  /** Whether the connection had been used before. */
  get connection_reused(): boolean {
    return this.how()?.connectionReused ?? false;
  }

  private how(): Details | undefined {
    if (this.status === 0) return undefined;
    return (this.kept().details ??= this.open("details").details());
  }

  /** Refused: there is no HTML parser. */
  html(): never {
    throw new Error(`response.html is not supported: ${REFUSED}`);
  }

  /** Refused: there is no HTML parser. */
  submitForm(): never {
    throw new Error(`response.submitForm is not supported: ${REFUSED}`);
  }

  /** Refused: there is no HTML parser. */
  clickLink(): never {
    throw new Error(`response.clickLink is not supported: ${REFUSED}`);
  }

  /** Gives up what the host still holds of it. The end of the iteration does that too. */
  close(): void {
    const { answer } = this;
    const content = answer?.content;
    if (answer === undefined || content === undefined) return;
    answer.content = undefined;
    content[DISPOSE]();
  }

  private open(what: string): Content {
    return this.answer?.content ?? this.over(what);
  }

  private over(what: string): never {
    throw new Error(`the ${what} of ${this.verb} ${this.asked} can be read in the iteration that made the request, and not after it`);
  }

  /** What is known without asking the host, for the log. */
  toJSON(): Record<string, unknown> {
    const { status, error, error_code, request, size } = this;
    return { status, error, error_code, method: request.method, url: request.url, size, duration: this.timings.duration };
  }
}

/** Why a body cannot be had. */
export class BodyError extends Error {
  /** What to branch on. */
  readonly reason: HostBodyError["tag"];
  /** The offset of the first byte that is not UTF-8, or what is wrong with the JSON. */
  readonly detail: number | string | undefined;

  constructor(error: HostBodyError) {
    super(
      error.tag === "discarded"
        ? 'the body was discarded, as `responseType: "none"` or `discardResponseBodies` says'
        : error.tag === "not-utf8"
          ? `the body is not UTF-8 at byte ${error.val}`
          : `the body is not JSON: ${error.val}`,
    );
    this.name = "BodyError";
    this.reason = error.tag;
    this.detail = "val" in error ? error.val : undefined;
  }
}

/** Asks for a body, and says in our words why it cannot be had. */
function ask<T>(body: () => T): T {
  try {
    return body();
  } catch (error) {
    throw inOurWords(error);
  }
}

function inOurWords(error: unknown): unknown {
  const payload = (error as { payload?: HostBodyError }).payload;
  return payload === undefined ? error : new BodyError(payload);
}
