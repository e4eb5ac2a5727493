/** Several requests at the same time. Not several iterations: the VU waits until all are answered. */
import client from "wasmload:http/client@0.1.0";

import { inWords } from "../boundary.js";
import type { RequestBody } from "./body.js";
import type { Params } from "./params.js";
import { type Prepared, failed, method, prepare } from "./request.js";
import { Response } from "./response.js";
import type { RequestParams } from "./settings.js";
import { HttpUrl, type RequestUrl } from "./url.js";

/** One request of a batch: a URL to GET, a list as the arguments of `http.request`, or an object of the same. */
export type BatchRequest =
  | RequestUrl
  | readonly [method: string, url: RequestUrl, body?: RequestBody, params?: RequestParams | Params | null]
  | { method?: string; url: RequestUrl; body?: RequestBody; params?: RequestParams | Params | null };

/** The answers, in the order or under the names of the requests. */
export type BatchResponses<Q> = { [K in keyof Q]: Response };

/**
 * Sends requests at the same time, at most six to one host and port and twenty in all, and waits for all of them.
 *
 * ```ts
 * const [styles, script] = http.batch(["/app.css", "/app.js"]);
 * const { user, cart } = http.batch({ user: "/me", cart: ["GET", "/cart"] });
 * ```
 */
export function batch<const Q extends readonly BatchRequest[] | Record<string, BatchRequest>>(requests: Q): BatchResponses<Q> {
  if (typeof requests !== "object" || requests === null) {
    throw new TypeError(`http.batch: the requests must be an array or an object, not ${inWords(requests)}`);
  }
  const names = Object.keys(requests);
  const prepared = names.map((name) => one(name, (requests as Record<string, BatchRequest>)[name] as BatchRequest));
  const answers = client.batch(prepared);
  const responses: Response[] = [];
  let thrown: unknown;
  prepared.forEach((request, i) => {
    const answer = answers[i];
    if (answer === undefined) throw new Error("http.batch: the host answers each request");
    try {
      responses.push(answer.tag === "ok" ? new Response(request.method, request.url, answer.val, request.type) : failed(request, answer.val));
    } catch (error) {
      // The others hold what has to be given back: they become responses first.
      thrown ??= error;
    }
  });
  if (thrown !== undefined) throw thrown;
  const named = Array.isArray(requests) ? responses : Object.fromEntries(names.map((name, i) => [name, responses[i]]));
  return named as BatchResponses<Q>;
}

function one(name: string, request: BatchRequest): Prepared {
  const call = `http.batch: request \`${name}\``;
  if (typeof request === "string" || request instanceof HttpUrl) return prepare(call, "GET", request, null, null);
  if (isList(request)) {
    const [verb, url, body, params] = request;
    return prepare(call, method(verb, call), url, body, params);
  }
  if (typeof request !== "object" || request === null) {
    throw new TypeError(`${call} must be a URL, a list or an object, not ${inWords(request)}`);
  }
  if ("href" in request) return prepare(call, "GET", request, null, null);
  const { method: verb = "GET", url, body, params } = request;
  return prepare(call, method(verb, call), url, body, params);
}

/** As `Array.isArray`, which does not know read-only lists. */
function isList(request: BatchRequest): request is Extract<BatchRequest, readonly unknown[]> {
  return Array.isArray(request);
}
