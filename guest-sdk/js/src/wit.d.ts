// Made from `wit/` by `cargo xtask generate`: the raw bindings, as `componentize-qjs` gives them to JavaScript.
/// <reference lib="esnext.disposable" />

/** What a VU may know about the run it is in. All numbers stay below 2^53, so that every language can hold them exactly. */
declare module "wasmload:scenario/execution@0.1.0" {
  /** This VU. The numbers begin at 1, as in k6; they are 0 in `setup` and `teardown`. */
  export interface Vu {
    /** Unique in the test. */
    idInTest: number;
    /** Unique in the scenario. */
    idInScenario: number;
  }
  /** The iteration that runs now. The numbers begin at 0; in `vu-start` they are all 0. */
  export interface Iteration {
    /** Unique in the test, over all scenarios. */
    inTest: number;
    /** Unique in the scenario, over all VUs. */
    inScenario: number;
    /** How many iterations this VU finished before. */
    inVu: number;
    /**
     * When the schedule wanted this iteration to start, in microseconds since the test began. Closed executors
     * have no schedule of starts: there it equals `started-us`.
     */
    scheduledUs: number;
    /** When it did start, in microseconds since the test began. */
    startedUs: number;
  }
  /** The scenario that this VU belongs to. All strings are empty in `setup` and `teardown`. */
  export interface Scenario {
    /** Its name in the plan. */
    name: string;
    /** Its executor, such as `constant-vus`. */
    executor: string;
    /** The name of the function that it calls. */
    function: string;
  }
  /** What the module gives. */
  export interface Exports {
    /** Tells which VU this is. */
    currentVu(): Vu;
    /** Tells which iteration this is. */
    currentIteration(): Iteration;
    /** Tells which scenario this is. */
    currentScenario(): Scenario;
    /** How much of the scenario is done, from 0.0 to 1.0: by time, or by iterations where those are the limit. */
    progress(): number;
    /** Microseconds since the test began, on a monotonic clock; 0 during `setup`. */
    elapsedUs(): number;
    /**
     * Ends the whole test: no further iterations start, those that run are interrupted, `teardown` and the summary
     * follow, the exit code says so. Returns at once; the caller should end its iteration. Only the first reason is kept.
     */
    abort(reason: string): void;
    /** Marks the test as failed and lets it go on; the exit code says so at the end. Only the first reason is kept. */
    failTest(reason: string): void;
    /**
     * Sets a tag on every sample that this VU records from now on. A few values per name at most: each combination of
     * tags is a series of its own. The tags `scenario` and `group` belong to the host and stay as they are.
     */
    setTag(name: string, value: string): void;
    /** Removes a tag that `set-tag` set. Nothing happens when it is not there. */
    removeTag(name: string): void;
    /**
     * The tags of this VU, sorted by name: the plan's, the scenario's and those of `set-tag`, also `scenario` and,
     * inside a group, `group`.
     */
    tags(): [string, string][];
    /**
     * A seed for this VU's random numbers, from 0 to 2^53 - 1: derived from `--seed` and the VU's number, so that the same
     * seed gives each VU the same numbers again. The same in every call by one VU.
     */
    randomSeed(): number;
  }
  const exports: Exports;
  export default exports;
}

/** What the person who starts the test hands in. Nothing of the host's environment is visible unless it was granted. */
declare module "wasmload:scenario/configuration@0.1.0" {
  /** What the module gives. */
  export interface Exports {
    /** The value of a variable granted with `-e NAME=VALUE`, `--allow-env NAME` or the plan's `env`; none without a grant. */
    variable(name: string): string | null;
    /** All granted variables, sorted by name. */
    variables(): [string, string][];
    /**
     * The value of a secret granted with `--secret NAME` or the plan's `secrets`; none without a grant. The host shows `***` in
     * its place in whatever it prints and writes: messages, failures, the summary. It is neither in `variables` nor in WASI's
     * environment.
     */
    secret(name: string): string | null;
    /**
     * The base URL given with `--target` or the plan's `target`, without a slash at its end. Requests with a relative
     * URL go there.
     */
    target(): string | null;
  }
  const exports: Exports;
  export default exports;
}

/** Messages for the person who reads the run's output. The host limits their rate; what it leaves out, it counts. */
declare module "wasmload:scenario/log@0.1.0" {
  /** How much a message matters. */
  export type Level =
    /** Shown with `-v` only. */
    | "debug"
    /** Shown unless `--quiet`. */
    | "info"
    /** Shown always. */
    | "warn"
    /** Shown always. */
    | "error";
  /** What the module gives. */
  export interface Exports {
    /** Writes one message. Line breaks are kept; control characters are made visible. */
    write(level: Level, message: string): void;
  }
  const exports: Exports;
  export default exports;
}

/** Waiting. A VU that waits costs nothing. */
declare module "wasmload:scenario/timing@0.1.0" {
  /** What the module gives. */
  export interface Exports {
    /** Waits for so many milliseconds; fractions count, zero, negative and not-a-number return at once. At most one day. */
    sleep(milliseconds: number): void;
  }
  const exports: Exports;
  export default exports;
}

/** Custom metrics. */
declare module "wasmload:metrics/metrics@0.1.0" {
  /** What becomes of the values that are added. */
  export type Kind =
    /** Their sum. */
    | "counter"
    /** The latest, with minimum and maximum. */
    | "gauge"
    /** The share of values other than zero. */
    | "rate"
    /** Their distribution: average, minimum, maximum, percentiles. Exact to three digits, from 0.001 up. */
    | "trend";
  /** What the values are, for display. */
  export type Unit =
    /** Plain numbers. */
    | "none"
    /** Durations in milliseconds. */
    | "milliseconds"
    /** Sizes in bytes. */
    | "bytes";
  /** Why a metric cannot be registered. */
  export type Error =
    /** The name is not one: it must match `[A-Za-z_][A-Za-z0-9_]{0,127}`. Carries the reason. */
    | { tag: "invalid-name"; val: string }
    /** A metric of that name exists with another kind or unit. Carries what it is, in words. */
    | { tag: "conflict"; val: string }
    /** The test has as many metrics as it may have. Carries that number. */
    | { tag: "too-many"; val: number };
  /** A registered metric. Numbers hold for one VU only and must not be handed to another. */
  export type Metric = number;
  /** A registered set of tags. 0 is the empty set. */
  export type TagSet = number;
  /** What the module gives. */
  export interface Exports {
    /**
     * Registers a metric, or finds it when it is there already with the same kind and unit. May be called at any time;
     * once, in `vu-start`, is cheapest.
     *
     * @throws An `Error` whose `payload` is a `Error`.
     */
    register(name: string, kind: Kind, unit: Unit): Metric;
    /**
     * Registers a set of tags to add samples with, on top of the VU's own. Equal sets get equal numbers.
     * Tags of the names `scenario` and `group` belong to the host and are left out.
     */
    registerTags(tags: [string, string][]): TagSet;
    /**
     * Adds one value. Not-a-number and infinite values are left out and counted as such, and so are values for a metric
     * or a tag set that was never registered.
     */
    add(metric: Metric, value: number, tags: TagSet): void;
  }
  const exports: Exports;
  export default exports;
}

/** Named truths about the system under test. A check never stops anything; thresholds may look at it. */
declare module "wasmload:metrics/checks@0.1.0" {
  import type { TagSet } from "wasmload:metrics/metrics@0.1.0";
  /** A registered check. */
  export type Check = number;
  /** What the module gives. */
  export interface Exports {
    /** Registers a check by name, or finds it. */
    register(name: string): Check;
    /** Records that the check held, or did not: one sample of the rate `checks` with the tag `check`. */
    record(check: Check, passed: boolean, tags: TagSet): void;
  }
  const exports: Exports;
  export default exports;
}

/**
 * Named parts of an iteration. Samples inside carry the tag `group`, in k6's form `::outer::inner`; the time from
 * `enter` to `leave` goes to the trend `group_duration`.
 */
declare module "wasmload:metrics/groups@0.1.0" {
  /** What the module gives. */
  export interface Exports {
    /** Enters a group, inside the current one if there is one. At most 16 deep; deeper calls count as the 16th. */
    enter(name: string): void;
    /** Leaves the innermost group. Nothing happens when there is none. The end of an iteration leaves all of them. */
    leave(): void;
  }
  const exports: Exports;
  export default exports;
}

/** The client. */
declare module "wasmload:http/client@0.1.0" {
  /** One header field. Names are case-insensitive (RFC 9110, section 5.1). */
  export interface Header {
    /** Its name. */
    name: string;
    /** Its value. */
    value: string;
  }
  /** What a request sends. */
  export type Body =
    /** Text, sent as UTF-8. */
    | { tag: "text"; val: string }
    /** Bytes, sent as they are. */
    | { tag: "bytes"; val: Uint8Array };
  /** An inclusive range of statuses. */
  export interface StatusRange {
    /** The lowest. */
    lowest: number;
    /** The highest. */
    highest: number;
  }
  /** What to do with a response's body. It is read from the wire in every case, since the time it takes is measured. */
  export type BodyMode =
    /** Keep it, until the response is dropped. */
    | "keep"
    /** Count its bytes and forget them. */
    | "discard";
  /** Limits on time, in milliseconds; each of them is off when none. */
  export interface Timeouts {
    /** For name look-up, connection and TLS handshake together. */
    connectMs?: number | null | undefined;
    /** From the end of sending to the first byte of the response. */
    firstByteMs?: number | null | undefined;
    /** For the whole request, all redirects included; none means 60,000. */
    totalMs?: number | null | undefined;
  }
  /** Settings for requests: made once, lent to each request. */
  export class Params {
    /**
     * The defaults: no name, no tags, expected statuses 200 to 399, ten redirects, a timeout of 60 seconds, and a body
     * that is kept up to 32 MiB.
     */
    constructor();
    /**
     * The value of the tag `name`, which groups samples; without it the tag holds the URL. Name requests whose URL
     * holds an identity, or every one of them becomes a series of its own.
     */
    setName(name: string): void;
    /** Adds a tag to the samples of these requests. `scenario` and `group` belong to the host and stay as they are. */
    setTag(name: string, value: string): void;
    /** Adds a header field to these requests. */
    addHeader(name: string, value: string): void;
    /** Which statuses are expected; others count in `http_req_failed`. The empty list expects none. */
    setExpectedStatuses(ranges: StatusRange[]): void;
    /** How many redirects to follow; 0 follows none. The response after the last one is returned as it is. */
    setRedirects(most: number): void;
    /** Sets the limits on time. */
    setTimeouts(timeouts: Timeouts): void;
    /** What to do with the body of the response. */
    setBodyMode(mode: BodyMode): void;
    /** How large the body of the response may be, in bytes; a larger one fails the request with `too-large`. */
    setBodyLimit(mostBytes: number): void;
    /** Drops the host's handle; nothing else does. */
    [Symbol.dispose](): void;
  }
  /** A request. Redirects are followed, and a host that was not granted is refused, as `params` and the grants say. */
  export interface Request {
    /** The method, such as `GET`: a token by RFC 9110, section 9.1, sent as written. */
    method: string;
    /** An absolute URL (`http` or `https`), or one that is relative to `--target`. */
    url: string;
    /**
     * Header fields, added to those of `params`; one that is named here replaces them. `host`, `content-length`,
     * `user-agent` and `connection` have defaults.
     */
    headers: Header[];
    /** What to send; none sends no body. */
    body?: Body | null | undefined;
    /** Settings that many requests share; none is the default of each. */
    params?: Params | null | undefined;
  }
  /** Where the time of a request went, in milliseconds (k6's names). The last hop only, if there were redirects. */
  export interface Timings {
    /**
     * Everything before the sending begins: waiting for a connection of this VU to become free, and the three that
     * follow.
     */
    blocked: number;
    /** Looking up the name; 0 on a connection that was open. */
    dns: number;
    /** Making the TCP connection; 0 on a connection that was open. */
    connecting: number;
    /** The TLS handshake; 0 on a connection that was open, and without TLS. */
    tlsHandshaking: number;
    /** Writing the request. */
    sending: number;
    /** From the last byte written to the first byte of the response. */
    waiting: number;
    /** From the first byte of the response to its last. */
    receiving: number;
  }
  /** How a response came to be. */
  export interface Details {
    /** The URL that answered, after redirects. */
    url: string;
    /** `HTTP/1.0`, `HTTP/1.1`. */
    protocol: string;
    /** Address and port of the server. */
    remoteAddress: string;
    /** `tls1.2`, `tls1.3`; none without TLS. */
    tlsVersion?: string | null | undefined;
    /** How many redirects were followed. */
    redirects: number;
    /** Whether the connection had been used before. */
    connectionReused: boolean;
  }
  /** A value found in a JSON body. */
  export type JsonValue =
    /** `null`. */
    | { tag: "null" }
    /** `true` or `false`. */
    | { tag: "boolean"; val: boolean }
    /** A number, as the nearest 64-bit float: whole numbers are exact below 2^53. */
    | { tag: "number"; val: number }
    /** A string, its escapes resolved. */
    | { tag: "text"; val: string }
    /** An array or an object, as JSON text. */
    | { tag: "composite"; val: string };
  /** Why a body cannot be had. */
  export type BodyError =
    /** `params` said to discard it. */
    | { tag: "discarded" }
    /** It is not UTF-8. Carries the offset of the first byte that is wrong. */
    | { tag: "not-utf8"; val: number }
    /** It is not JSON. Carries what is wrong, and where. */
    | { tag: "not-json"; val: string };
  /** What came with a response, on demand. */
  export class Content {
    /** The first header field of that name. */
    header(name: string): string | null;
    /** All header fields, in order, names in lower case. Bytes outside of ASCII are read as Latin-1. */
    headers(): Header[];
    /**
     * The body as text.
     *
     * @throws An `Error` whose `payload` is a `BodyError`.
     */
    text(): string;
    /**
     * The body as bytes.
     *
     * @throws An `Error` whose `payload` is a `BodyError`.
     */
    bytes(): Uint8Array;
    /**
     * The value at a path into a JSON body, such as `items.0.id`: names of members and indices of arrays, joined by
     * dots; a dot that is part of a name has a backslash before it. The empty path is the whole document. None when
     * nothing is there.
     *
     * @throws An `Error` whose `payload` is a `BodyError`.
     */
    json(path: string): JsonValue | null;
    /** Where the time went. */
    timings(): Timings;
    /** How it came to be. */
    details(): Details;
    private constructor();
    /** Drops the host's handle; nothing else does. */
    [Symbol.dispose](): void;
  }
  /** A response. The record holds what nearly every scenario looks at; the rest is behind `content`. */
  export interface Response {
    /** The status code. */
    status: number;
    /** Whether the status is one of those that `params` expects. */
    expected: boolean;
    /** Sending, waiting and receiving together, in milliseconds: what `http_req_duration` records. */
    durationMs: number;
    /** The size of the body, in bytes. */
    bodySize: number;
    /** Everything else. Drop it when done: an iteration that ends drops nothing by itself. */
    content: Content;
  }
  /** What kept a request from an answer. New kinds may come with a new version: have a branch for the rest. */
  export type ErrorKind =
    /** The URL, the method, a header or a setting is not valid. */
    | "invalid-request"
    /** The host and port were not granted. */
    | "not-granted"
    /** The name could not be resolved. */
    | "dns"
    /** Nobody listens there. */
    | "connection-refused"
    /** The other side broke the connection. */
    | "connection-reset"
    /** The connection could not be made, for another reason. */
    | "connection-failed"
    /** The TLS handshake failed, or the certificate is not trusted. */
    | "tls"
    /** Connecting took longer than `connect-ms`. */
    | "connect-timeout"
    /** The first byte took longer than `first-byte-ms`. */
    | "first-byte-timeout"
    /** The whole took longer than `total-ms`. */
    | "timeout"
    /** The answer is not HTTP, or it ended early. */
    | "protocol"
    /** The body is larger than it may be. */
    | "too-large"
    /** A redirect that cannot be followed. */
    | "redirect"
    /** Anything else. */
    | "other";
  /** Why there is no response. The samples of the request carry `error` and `error_code`. */
  export interface Error {
    /** What to branch on. */
    kind: ErrorKind;
    /** A number in the ranges that k6 uses: 1000 general, 1050 timeout, 11xx DNS, 12xx TCP, 13xx TLS, 17xx body. */
    code: number;
    /** One line for people; nobody should parse it. */
    message: string;
  }
  /** What the module gives. */
  export interface Exports {
    /**
     * Sends a request and waits for the whole response.
     *
     * @throws An `Error` whose `payload` is a `Error`.
     */
    send(request: Request): Response;
    /**
     * Sends requests at the same time, at most six to one host and port and twenty in all, and waits for all of them.
     * The answers are in the order of the requests.
     */
    batch(requests: Request[]): ({ tag: "ok"; val: Response } | { tag: "err"; val: Error })[];
    Params: typeof Params;
    Content: typeof Content;
  }
  const exports: Exports;
  export default exports;
}

/** Data by name, and its rows. */
declare module "wasmload:data/rows@0.1.0" {
  /** What went wrong, by kind. */
  export type Fault =
    /** No data of that name was granted. */
    | "unknown"
    /**
     * The file is not there, or cannot be read. Only data that the plan calls `optional` gets this far: any other ends the
     * program before the test begins. The same holds for the next two.
     */
    | "missing"
    /** The file is not of its format. The message names the line. */
    | "malformed"
    /** The file holds no rows. */
    | "empty"
    /** There is no row of that index. */
    | "out-of-range"
    /**
     * Every row was handed out, and the plan says `onEmpty = "fail"`; or says `"stop"` while there is no load that could be
     * stopped: in `setup`, `teardown`, and in `vu-start` before the load. Or this VU's partition has no rows at all.
     */
    | "exhausted"
    /**
     * Every row was handed out, and the test ends for it, as if its time were over (`onEmpty = "stop"`). Leave the
     * iteration: it counts neither as passed nor as failed.
     */
    | "ended";
  /** Why there is no data, or no row. */
  export interface Error {
    /** What went wrong. */
    fault: Fault;
    /** One line for people: it names the data, the place and the way out. */
    message: string;
  }
  /**
   * Data of a name. A row is one JSON text: a row of CSV is an object of strings by the names of the columns; a row of a JSON
   * array or of NDJSON is the value as it stands in the file.
   *
   * What is handed out is remembered by the host and not by this handle: all handles of a name share it.
   */
  export class Dataset {
    /** How many rows there are: at least one. */
    size(): number;
    /**
     * The row of that index, from 0. Fails with `out-of-range`.
     *
     * @throws An `Error` whose `payload` is a `Error`.
     */
    row(index: number): string;
    /**
     * A row at random, each as likely as any other, with repetitions. The same `--seed` gives each VU the same rows again;
     * these draws take nothing from other random numbers.
     */
    random(): string;
    /**
     * The next row that nobody had: each row goes to one VU of the test, once, in the order of the file. Fails with
     * `exhausted` or `ended`; with `onEmpty = "wrap"` it begins again.
     *
     * @throws An `Error` whose `payload` is a `Error`.
     */
    unique(): string;
    /**
     * The next row of this VU's own part: of the rows with the indices k, k + n, k + 2n and so on, where k is the number
     * of the VU in its scenario less 1, and n the most VUs that the scenario may have at once. Parts do not move when VUs
     * come and go: a VU that takes another's place takes its part too, where that one had stopped. Each scenario has
     * parts of its own. In `setup` and `teardown` the part is all of the data. Fails with `exhausted` or `ended`; with
     * `onEmpty = "wrap"` the part begins again.
     *
     * @throws An `Error` whose `payload` is a `Error`.
     */
    partition(): string;
    private constructor();
    /** Drops the host's handle; nothing else does. */
    [Symbol.dispose](): void;
  }
  /** What the module gives. */
  export interface Exports {
    /**
     * Opens data by its name. Costs little: nothing is read. Fails with `unknown`, `missing`, `malformed` or `empty`.
     *
     * @throws An `Error` whose `payload` is a `Error`.
     */
    open(name: string): Dataset;
    Dataset: typeof Dataset;
  }
  const exports: Exports;
  export default exports;
}

/** Opening sockets, and what is done with them. */
declare module "wasmload:websocket/sockets@0.1.0" {
  /** How a socket is opened. A host that was not granted is refused, as for HTTP; redirects are not followed. */
  export interface Options {
    /**
     * Header fields of the handshake, names and values. `host`, `user-agent`, `upgrade`, `connection` and `sec-websocket-*` are the host's,
     * of which only `user-agent` can be replaced.
     */
    headers: [string, string][];
    /** Subprotocols, the most wanted first (RFC 6455, section 1.9). */
    subprotocols: string[];
    /** Whether to offer permessage-deflate (RFC 7692). The server decides. */
    compression: boolean;
    /** How long opening may take, in milliseconds: look-up, connection, TLS and handshake together. None means 60,000. */
    timeoutMs?: number | null | undefined;
    /**
     * How large a message may be that comes, in bytes; a larger one closes the socket with code 1009. None means 1 MiB. The
     * limits of all open sockets of a VU together are at most its memory (`--vu-memory`).
     */
    messageLimit?: number | null | undefined;
    /**
     * The value of the tag `name`, which groups samples; without it the tag holds the URL. Name sockets whose URL holds an
     * identity, or every one of them becomes a series of its own.
     */
    name?: string | null | undefined;
    /** Tags for the samples of this socket. `scenario` and `group` belong to the host and stay as they are. */
    tags: [string, string][];
  }
  /** What is sent and received. */
  export type Message =
    /** Text. */
    | { tag: "text"; val: string }
    /** Bytes. */
    | { tag: "binary"; val: Uint8Array };
  /** A message that came. */
  export interface Arrival {
    /** What came. */
    message: Message;
    /**
     * When its last byte was read, in microseconds since the test began: on the same clock as `execution.elapsed-us`, and
     * whatever the VU was doing then.
     */
    atUs: number;
  }
  /** How a socket ended. */
  export interface Closure {
    /**
     * The code of the close frame (RFC 6455, section 7.4): the other side's, or what it echoed. 1005 when there was a frame
     * without a code, 1006 when there was none: the connection broke.
     */
    code: number;
    /** The reason of the close frame; empty without one. */
    reason: string;
  }
  /** What went wrong. New kinds may come with a new version: have a branch for the rest. */
  export type ErrorKind =
    /** The URL, a header, a subprotocol, a close code or a message is not valid. */
    | "invalid-request"
    /** The host and port were not granted. */
    | "not-granted"
    /** The name could not be resolved. */
    | "dns"
    /** Nobody listens there. */
    | "connection-refused"
    /** The other side broke the connection. */
    | "connection-reset"
    /** The connection could not be made, for another reason. */
    | "connection-failed"
    /** The TLS handshake failed, or the certificate is not trusted. */
    | "tls"
    /** It took longer than it may. */
    | "timeout"
    /** The server answered the handshake, and did not agree to it. */
    | "rejected"
    /** The other side does not keep to the protocol: of HTTP, WebSocket, or UTF-8 in text. */
    | "protocol"
    /** A message is larger than it may be. */
    | "too-large"
    /** The socket is closed. */
    | "closed"
    /** Anything else. */
    | "other";
  /** Why a call did not do what it was for. */
  export interface Error {
    /** What to branch on. */
    kind: ErrorKind;
    /**
     * A number in the ranges that k6 uses: 1000 general, 1050 timeout, 11xx DNS, 12xx TCP, 13xx TLS, and 18xx WebSocket; or
     * 1000 and the status of the answer, such as 1403, when the handshake was rejected.
     */
    code: number;
    /** One line for people; nobody should parse it. */
    message: string;
    /** How the socket ended, if it has. */
    closure?: Closure | null | undefined;
  }
  /**
   * An open socket. Dropping the handle of one that is not closed closes it with code 1001, without waiting; a warning says
   * so once.
   */
  export class Socket {
    /**
     * Sends a message, and waits until the system has taken it.
     *
     * @throws An `Error` whose `payload` is a `Error`.
     */
    send(message: Message): void;
    /**
     * Waits for the next message; none when none came within `timeout-ms` milliseconds. No timeout waits for as long as the
     * iteration lasts. Messages that came before the socket closed are still received.
     *
     * @throws An `Error` whose `payload` is a `Error`.
     */
    receive(timeoutMs: number | null): Arrival | null;
    /**
     * Sends a message and waits for the first one that comes after it: a request and its answer, where the protocol has one
     * answer for each request. Records `ws_msg_rtt`. No timeout means 60,000 ms. Messages that came before are left to
     * `receive`.
     *
     * @throws An `Error` whose `payload` is a `Error`.
     */
    exchange(message: Message, timeoutMs: number | null): Arrival;
    /**
     * Sends a ping and waits for its pong: the round trip in milliseconds, which `ws_ping` records too. No timeout means
     * 60,000 ms.
     *
     * @throws An `Error` whose `payload` is a `Error`.
     */
    ping(timeoutMs: number | null): number;
    /**
     * Closes the socket: sends a close frame and waits for the other side's, at most `timeout-ms` milliseconds (none: 10,000),
     * then ends the connection. `code` is 1000, 1001, or from 3000 to 4999; `reason` has at most 123 bytes. A socket that is
     * closed already says how it ended.
     *
     * @throws An `Error` whose `payload` is a `Error`.
     */
    close(code: number, reason: string, timeoutMs: number | null): Closure;
    /** How the socket ended; none while it is open. Messages may still be waiting. */
    closure(): Closure | null;
    /** The subprotocol that the server chose; empty when it chose none. */
    subprotocol(): string;
    /** The header fields of the answer to the handshake, names and values, in order; names are in lower case. */
    headers(): [string, string][];
    private constructor();
    /** Drops the host's handle; nothing else does. */
    [Symbol.dispose](): void;
  }
  /** What the module gives. */
  export interface Exports {
    /**
     * Opens a socket to an absolute URL (`ws`, `wss`; `http` and `https` stand for them), or one that is relative to `--target`.
     *
     * @throws An `Error` whose `payload` is a `Error`.
     */
    connect(url: string, options: Options): Socket;
    /**
     * Waits for the first of several sockets that has a message or has ended: the index of that socket, and what its `receive`
     * would have returned. None when nothing happened within `timeout-ms` milliseconds, or there are no sockets. Sockets take
     * turns, so that one that speaks all the time does not keep the others from being heard.
     */
    receiveAny(sockets: Socket[], timeoutMs: number | null): [number, { tag: "ok"; val: Arrival } | { tag: "err"; val: Error }] | null;
    Socket: typeof Socket;
  }
  const exports: Exports;
  export default exports;
}

/**
 * What a component exports. The host creates one instance per VU and keeps it across iterations.
 *
 * Order of calls: `describe` once, on an instance of its own; `setup` once, on an instance of its own; then in each VU
 * `vu-start` once, `iteration` any number of times, `vu-end` once; last `teardown` once, on an instance of its own.
 * A trap in any of them destroys that instance only. The SDKs give a default for everything but `iteration`.
 */
declare module "wasmload:scenario/lifecycle@0.1.0" {
  /** What the component says about itself. */
  export interface Description {
    /**
     * The test plan that the component proposes: a JSON document, its schema printed by `wasmload schema`.
     * A plan file and command-line flags override it, key by key. None: one VU, one iteration.
     */
    plan?: string | null | undefined;
    /**
     * The scenario functions, by name, in the order of the indices that `iteration` receives. Names are unique,
     * and the first one is what runs when a plan names no `exec`, unless there is one called `default`.
     */
    functions: string[];
    /** The SDK that built the component, such as `wasmload-sdk-rust`; empty without an SDK. */
    sdkName: string;
    /** The SDK's version, such as `0.1.0`; empty without an SDK. */
    sdkVersion: string;
  }
  /** Why an iteration, or a step of the lifecycle, failed. */
  export interface Failure {
    /** One line for people. It is logged at a limited rate and counted; nobody should parse it. */
    message: string;
    /** Where it happened, if the language knows: a stack trace, or file and line. */
    stack?: string | null | undefined;
  }
  /** What the component exports. */
  export interface Exports {
    /** Describes the component. Called before anything else; it must not depend on variables, time or the network. */
    describe(): Description;
    /**
     * Runs once before the first iteration. What it returns is handed to every VU and to `teardown`: a JSON document,
     * or the empty string. A failure ends the test before any load is made.
     *
     * @throws An `Error` whose `payload` is a `Failure`.
     */
    setup(): string;
    /**
     * Prepares a VU, before its first iteration and outside of any measurement. `data` is what `setup` returned.
     *
     * @throws An `Error` whose `payload` is a `Failure`.
     */
    vuStart(data: string): void;
    /**
     * Runs one iteration of the scenario function at `function`, an index into `description.functions`.
     * A failure counts in `iterations_failed`; the VU goes on with its next iteration.
     *
     * @throws An `Error` whose `payload` is a `Failure`.
     */
    iteration(function_: number): void;
    /** Runs when a VU is retired in good order: not after a trap, and not when it was interrupted. */
    vuEnd(): void;
    /**
     * Runs once after the last iteration, also after an abort. `data` is what `setup` returned.
     *
     * @throws An `Error` whose `payload` is a `Failure`.
     */
    teardown(data: string): void;
  }
}
