/**
 * The module `wasmload/http`: HTTP requests whose every phase the host measures, with k6's functions. Each VU has connections
 * of its own, kept alive between its requests and iterations, as a user's browser does.
 *
 * A request without an answer gives a response of status 0 with `error` and `error_code`, as in k6; with `throw: true`, in the
 * params or in `options`, it throws an `HttpError`.
 */
import { batch } from "./http/batch.js";
import type { RequestBody } from "./http/body.js";
import { defaults } from "./http/defaults.js";
import { Params, params } from "./http/params.js";
import { HttpError, method as verb, send } from "./http/request.js";
import { BodyError, Response } from "./http/response.js";
import { type RequestParams, callback } from "./http/settings.js";
import { forget } from "./http/shared.js";
import { type ExpectedStatuses, expectedStatuses } from "./http/status.js";
import { type RequestUrl, url } from "./http/url.js";

export type { BatchRequest, BatchResponses } from "./http/batch.js";
export type { RequestBody } from "./http/body.js";
export type { Cookie } from "./http/headers.js";
export type { Json } from "./http/json-path.js";
export type { RequestParams, ResponseType } from "./http/settings.js";
export type { ExpectedStatuses, StatusRange } from "./http/status.js";
export type { Timings } from "./http/timings.js";
export type { HttpUrl, RequestUrl } from "./http/url.js";
export { batch, BodyError, expectedStatuses, HttpError, Params, params, Response, url };

/** Settings of a request: an object, or what {@link params} made of one. */
export type SomeParams = RequestParams | Params | null;

/** Gets a URL: an absolute one, or one that is relative to `--target`. */
export function get(url: RequestUrl, params?: SomeParams): Response {
  return send("http.get", "GET", url, undefined, params);
}

/** Sends a `HEAD` request. */
export function head(url: RequestUrl, params?: SomeParams): Response {
  return send("http.head", "HEAD", url, undefined, params);
}

/** Sends a `POST` request. An object as body is sent as a form; JSON is `JSON.stringify(…)`. */
export function post(url: RequestUrl, body?: RequestBody, params?: SomeParams): Response {
  return send("http.post", "POST", url, body, params);
}

/** Sends a `PUT` request. */
export function put(url: RequestUrl, body?: RequestBody, params?: SomeParams): Response {
  return send("http.put", "PUT", url, body, params);
}

/** Sends a `PATCH` request. */
export function patch(url: RequestUrl, body?: RequestBody, params?: SomeParams): Response {
  return send("http.patch", "PATCH", url, body, params);
}

/** Sends a `DELETE` request. */
export function del(url: RequestUrl, body?: RequestBody, params?: SomeParams): Response {
  return send("http.del", "DELETE", url, body, params);
}

/** Sends an `OPTIONS` request. */
export function options(url: RequestUrl, body?: RequestBody, params?: SomeParams): Response {
  return send("http.options", "OPTIONS", url, body, params);
}

/** Sends a request with any method. */
export function request(method: string, url: RequestUrl, body?: RequestBody, params?: SomeParams): Response {
  return send("http.request", verb(method, "http.request"), url, body, params);
}

/**
 * Sends a request, and gives a promise of its response that is settled already: it blocks as {@link request} does. Requests at
 * the same time are a {@link batch}.
 */
export function asyncRequest(method: string, url: RequestUrl, body?: RequestBody, params?: SomeParams): Promise<Response> {
  return new Promise((resolve) => resolve(request(method, url, body, params)));
}

/** Which statuses are expected of all requests of this VU from now on that do not say so themselves; null expects all. */
export function setResponseCallback(expected: ExpectedStatuses | null): void {
  defaults.host = { ...defaults.host, expected: callback(expected, "http.setResponseCallback").ranges };
  forget();
}

/** Refused: there is no cookie jar. */
export function cookieJar(): never {
  throw new Error("http.cookieJar is not supported: send `cookies` in the params, and read `response.cookies`");
}

/** Refused: there are no multipart bodies. */
export function file(): never {
  throw new Error("http.file is not supported: build the multipart body yourself, and set the header `content-type`");
}

export default {
  BodyError, HttpError, asyncRequest, batch, cookieJar, del, expectedStatuses, file, get, head, options, params, patch, post, put, request,
  setResponseCallback, url,
};
