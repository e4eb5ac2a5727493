/** From what users write to one call of the host, and back. Not batches: `batch.ts` sends those. */
import client, { type Request as HostRequest, type Response as Answer } from "wasmload:http/client@0.1.0";

import { inWords, text } from "../boundary.js";
import * as log from "../log.js";
import { type RequestBody, toHost as toBody } from "./body.js";
import { defaults } from "./defaults.js";
import { Params } from "./params.js";
import { type Failure, Response } from "./response.js";
import { type RequestParams, type ResponseType, read } from "./settings.js";
import { hostParams } from "./shared.js";
import { HttpUrl, type RequestUrl, toHost as toUrl } from "./url.js";

/** A request that is ready for the host, which overlooks what is ours. */
export interface Prepared extends HostRequest {
  /** What the body of the response is read as. */
  type: ResponseType;
  /** Whether it is an exception when there is no response. */
  throws: boolean;
}

const NO_HEADERS: HostRequest["headers"] = [];

/** A request that nothing is said about yet. */
function blank(): Prepared {
  return { method: "", url: "", headers: NO_HEADERS, body: undefined, params: undefined, type: "text", throws: false };
}

/** The request that is being sent. One object for all: only one is sent at a time, and an object costs more to make than to change. */
const current = blank();

/** There is no response: what `throw: true` throws. */
export class HttpError extends Error {
  /** What to branch on. */
  readonly kind: Failure["kind"];
  /** A number in the ranges that k6 uses. */
  readonly code: number;

  constructor(request: { method: string; url: string }, failure: Failure) {
    super(`${request.method} ${request.url}: ${failure.message}`);
    this.name = "HttpError";
    this.kind = failure.kind;
    this.code = failure.code;
  }
}

/** Makes a request ready for a batch. `call` names the function in messages. */
export function prepare(
  call: string,
  method: string,
  url: RequestUrl,
  body: RequestBody,
  params: RequestParams | Params | null | undefined,
): Prepared {
  const prepared = blank();
  fill(prepared, call, method, url, body, params);
  return prepared;
}

/** Says all that there is to say about a request, whatever it was before. */
function fill(
  prepared: Prepared,
  call: string,
  method: string,
  url: RequestUrl,
  body: RequestBody,
  params: RequestParams | Params | null | undefined,
): void {
  const address = typeof url === "string" && url.isWellFormed() ? url : toUrl(url, call);
  let type: ResponseType = defaults.responseType;
  let throws = defaults.throws;
  let headers = NO_HEADERS;
  let shared: HostRequest["params"];
  if (params === undefined || params === null) {
    if (typeof url !== "string" && url instanceof HttpUrl) shared = hostParams({ name: url.name });
    else if (defaults.host !== undefined) shared = hostParams(undefined);
  } else if (params instanceof Params) {
    const { settings } = params;
    type = settings.responseType ?? type;
    throws = settings.throws ?? throws;
    shared = params.host;
  } else {
    const settings = read(params, call);
    if (settings.headers.length > 0) headers = settings.headers.map(([name, value]) => ({ name, value }));
    if (url instanceof HttpUrl) (settings.host ??= {}).name ??= url.name;
    type = settings.responseType ?? type;
    throws = settings.throws ?? throws;
    shared = hostParams(settings.host);
  }
  let content: HostRequest["body"];
  if (body !== undefined && body !== null) {
    const sent = toBody(body, call);
    content = sent.body;
    if (sent.type !== undefined && !headers.some(({ name }) => name.toLowerCase() === "content-type")) {
      headers = [...headers, { name: "content-type", value: sent.type }];
    }
  }
  // Last and at once: what comes from users may have getters, and they may send requests.
  prepared.method = method;
  prepared.url = address;
  prepared.headers = headers;
  prepared.body = content;
  prepared.params = shared;
  prepared.type = type;
  prepared.throws = throws;
}

/** Sends a request and waits for the whole response. `call` names the function in messages. */
export function send(
  call: string,
  method: string,
  url: RequestUrl,
  body?: RequestBody,
  params?: RequestParams | Params | null,
): Response {
  fill(current, call, method, url, body, params);
  let answer: Answer;
  try {
    answer = client.send(current);
  } catch (error) {
    const failure = (error as { payload?: Failure }).payload;
    if (failure === undefined) throw error;
    return failed(current, failure);
  } finally {
    // It may be large, and not every request has one.
    current.body = undefined;
  }
  return new Response(method, current.url, answer, current.type);
}

/** The response of a request that was not answered, or the exception that it asks for instead. */
export function failed(prepared: Prepared, failure: Failure): Response {
  if (prepared.throws) throw new HttpError(prepared, failure);
  log.warn(`${prepared.method} ${prepared.url}: ${failure.message}`);
  return Response.failed(prepared.method, prepared.url, failure);
}

/** A method as text. */
export function method(value: unknown, call: string): string {
  if (typeof value !== "string" || value === "") throw new TypeError(`${call}: the method must be a string, not ${inWords(value)}`);
  return text(value, call);
}
