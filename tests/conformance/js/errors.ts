/** Why there is no response: each kind of error, provoked by a server that is there for it. */
import { fail, variable } from "wasmload";
import http, { type RequestParams, type Response } from "wasmload/http";

import { prove } from "./prove.js";

/** How long a limit on time is that will be reached. */
const SHORT = "100ms";

export function all(): void {
  const broken = [kind("/", {}, "A B"), kind("http://["), kind("/", { headers: { x: "a\r\nb" } })];
  prove("client.error-kind.invalid-request", broken.every((found) => found === "invalid-request"));
  for (const [name, of] of [
    ["NOT_GRANTED_URL", "not-granted"], ["DNS_URL", "dns"], ["REFUSED_URL", "connection-refused"], ["RESET_URL", "connection-reset"],
    ["UNREACHABLE_URL", "connection-failed"], ["UNTRUSTED_URL", "tls"], ["GARBAGE_URL", "protocol"],
  ] as const) {
    prove(`client.error-kind.${of}`, kind(url(name)) === of);
  }
  prove("client.error-kind.too-large", kind("/bytes/1000", { maxBody: 999 }) === "too-large");
  prove("client.error-kind.redirect", kind("/redirect-to?ftp://a/") === "redirect");

  // A handshake that is never answered: connecting includes it.
  const late: [string, string, string, RequestParams][] = [
    ["connect-timeout", "connect-ms", "SILENT_TLS_URL", { connectTimeout: SHORT }],
    ["first-byte-timeout", "first-byte-ms", "SILENT_URL", { firstByteTimeout: SHORT }],
    ["timeout", "total-ms", "SILENT_URL", { timeout: SHORT }],
  ];
  for (const [of, field, name, params] of late) {
    const holds = kind(url(name), params) === of;
    prove(`client.error-kind.${of}`, holds);
    prove(`timeouts.${field}`, holds);
  }

  const refused = failed(url("REFUSED_URL"));
  prove("client.error.kind", refused.error_kind === "connection-refused");
  prove("client.error.code", refused.error_code === 1212);
  prove("client.error.message", refused.error.includes("refused"));
}

const kind = (address: string, params: RequestParams = {}, method = "GET") => failed(address, params, method).error_kind;

/** The error of a request, which must not have an answer. */
function failed(address: string, params: RequestParams = {}, method = "GET"): Response {
  const response = http.request(method, address, null, { name: "errors", ...params });
  if (response.status !== 0) fail(`${response.url} should not have answered ${response.status}`);
  return response;
}

function url(name: string): string {
  return variable(name) ?? fail(`the variable ${name} is missing`);
}
