/** From what users write to one call of the host, and back. Not batches: `batch.ts` sends those. */
import client, { type Request as HostRequest, type Response as Answer } from "wasmload:http/client@0.1.0";

import { inWords, text } from "../boundary.js";
import * as log from "../log.js";
import { type RequestBody, toHost as toBody } from "./body.js";
import { defaults } from "./defaults.js";
import { Params } from "./params.js";
import { type Asked, type Failure, Response } from "./response.js";
import { type RequestParams, type ResponseType, read } from "./settings.js";
import { hostParams } from "./shared.js";
import { HttpUrl, type RequestUrl, toHost as toUrl } from "./url.js";

/** A request that is ready for the host, which overlooks what is ours. */
export interface Prepared extends HostRequest, Asked {
  method: string;
  url: string;
  throws: boolean;
}

const NO_HEADERS: HostRequest["headers"] = [];

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

/** Makes a request ready. `call` names the function in messages. */
export function prepare(
  call: string,
  method: string,
  url: RequestUrl,
  body: RequestBody,
  params: RequestParams | Params | null | undefined,
): Prepared {
  const address = typeof url === "string" && url.isWellFormed() ? url : toUrl(url, call);
  let type: ResponseType = defaults.responseType;
  let throws = defaults.throws;
  let headers = NO_HEADERS;
  let shared: HostRequest["params"];
  if (params instanceof Params) {
    const { settings } = params;
    type = settings.responseType ?? type;
    throws = settings.throws ?? throws;
    shared = params.host;
  } else if (params !== undefined && params !== null) {
    const settings = read(params, call);
    if (settings.headers.length > 0) headers = settings.headers.map(([name, value]) => ({ name, value }));
    if (url instanceof HttpUrl) (settings.host ??= {}).name ??= url.name;
    type = settings.responseType ?? type;
    throws = settings.throws ?? throws;
    shared = hostParams(settings.host);
  } else if (typeof url !== "string" && url instanceof HttpUrl) {
    shared = hostParams({ name: url.name });
  } else if (defaults.host !== undefined) {
    shared = hostParams(undefined);
  }
  const prepared: Prepared = { method, url: address, headers, body: undefined, params: shared, type, throws };
  if (body !== undefined && body !== null) attach(prepared, body, call);
  return prepared;
}

function attach(prepared: Prepared, body: RequestBody, call: string): void {
  const sent = toBody(body, call);
  prepared.body = sent.body;
  if (sent.type !== undefined && !prepared.headers.some(({ name }) => name.toLowerCase() === "content-type")) {
    prepared.headers = [...prepared.headers, { name: "content-type", value: sent.type }];
  }
}

/** Sends a request and waits for the whole response. */
export function send(prepared: Prepared): Response {
  let answer: Answer;
  try {
    answer = client.send(prepared);
  } catch (error) {
    const failure = (error as { payload?: Failure }).payload;
    if (failure === undefined) throw error;
    return failed(prepared, failure);
  }
  return new Response(prepared, answer);
}

/** The response of a request that was not answered, or the exception that it asks for instead. */
export function failed(prepared: Prepared, failure: Failure): Response {
  if (prepared.throws) throw new HttpError(prepared, failure);
  log.warn(`${prepared.method} ${prepared.url}: ${failure.message}`);
  return Response.failed(prepared, failure);
}

/** A method as text. */
export function method(value: unknown, call: string): string {
  if (typeof value !== "string" || value === "") throw new TypeError(`${call}: the method must be a string, not ${inWords(value)}`);
  return text(value, call);
}
