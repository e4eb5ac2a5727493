/** What comes back: `response`, `content`, `timings`, `details`, `json-value`. */
import { target, variable } from "wasmload";
import http from "wasmload/http";

import { prove } from "./prove.js";

const DOCUMENT = String.raw`{"nothing":null,"yes":true,"number":-1.5,"text":"grüße \"x\"","list":[1,2],"a.b":{"c":7}}`;

export function all(): void {
  answer();
  headers();
  bodies();
  json();
  timings();
  tls();
  details();
}

function answer(): void {
  const page = http.get("/json?delay_ms=20", { name: "responses" });
  prove("response.status", page.status === 200);
  prove("response.expected", page.expected);
  prove("response.duration-ms", page.timings.duration >= 20);
  prove("response.body-size", page.size === page.bytes().length);
  prove("response.content", page.text().startsWith("{"));
}

function headers(): void {
  const page = http.get("/latin1", { name: "headers" });
  prove("content.header", page.header("X-Latin1") === "café" && page.header("x-not-there") === undefined);
  const list = page.headerList();
  const twice = list.filter(({ name }) => name === "x-twice").map(({ value }) => value);
  prove("content.headers", twice.length === 2);
  prove("header.name", list.every(({ name }) => name === name.toLowerCase()));
  prove("header.value", String(twice) === "1,2");
}

function bodies(): void {
  const named = { name: "bodies" };
  prove("content.text", http.post("/echo", "grüße", named).text() === "grüße");
  const bytes = http.post("/echo", Uint8Array.of(0x61, 0xff, 0), named);
  prove("content.bytes", String(bytes.bytes()) === "97,255,0");
  prove("body-error.not-utf8", fault(() => bytes.text())?.detail === 1);
  const page = http.get("/", named);
  prove("body-error.not-json", fault(() => page.json("x"))?.reason === "not-json");
}

function fault(read: () => unknown): InstanceType<typeof http.BodyError> | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return error instanceof http.BodyError ? error : undefined;
  }
}

function json(): void {
  const page = http.post("/echo", DOCUMENT, { name: "json" });
  prove("json-value.null", page.json("nothing") === null && page.json("missing") === undefined);
  prove("json-value.boolean", page.json("yes") === true);
  prove("json-value.number", page.json("number") === -1.5);
  prove("json-value.text", page.json("text") === 'grüße "x"');
  prove("json-value.composite", JSON.stringify(page.json("list")) === "[1,2]");
  prove("content.json", page.json("list.1") === 2 && page.json("a\\.b.c") === 7 && page.json("list.9") === undefined
    && typeof page.json("") === "object");
}

function timings(): void {
  const page = http.get("/json?delay_ms=100", { name: "timings" });
  const times = page.timings;
  prove("content.timings", Math.abs(times.sending + times.waiting + times.receiving - times.duration) <= 1);
  prove("timings.dns", times.looking_up === 0);
  prove("timings.connecting", (times.connecting === 0) === page.connection_reused);
  prove("timings.waiting", times.waiting >= 20);
  prove("timings.sending", times.sending > 0 && times.sending < 20_000);
  prove("timings.receiving", http.get("/chunks/10", { name: "timings" }).timings.receiving >= 20);
}

function tls(): void {
  const page = http.get(variable("TLS_URL") ?? "", { name: "tls" });
  const times = page.timings;
  prove("timings.tls-handshaking", (times.tls_handshaking === 0) === page.connection_reused);
  prove("timings.blocked", times.blocked >= times.connecting + times.tls_handshaking);
  prove("details.tls-version", page.tls_version === "tls1.3");
}

function details(): void {
  const page = http.get("/json", { name: "details" });
  prove("content.details", page.tls_version === "" && page.redirects === 0);
  prove("details.protocol", page.proto === "HTTP/1.1");
  prove("details.remote-address", `http://${page.remote_ip}:${page.remote_port}` === target());
  prove("details.connection-reused", page.connection_reused);
}
