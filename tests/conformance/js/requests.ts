/** What a request sends, and the settings that many requests share. Not what comes back: `responses` and `errors`. */
import { target } from "wasmload";
import http, { type Params } from "wasmload/http";

import { prove } from "./prove.js";

/** Settings that are made once for each VU, in `vu-start`. */
export function shared(): Params {
  return http.params({
    tags: { name: "shared", part: "settings", scenario: "mine", group: "mine" },
    headers: { "x-shared": "shared", "x-both": "shared" },
    responseCallback: http.expectedStatuses(404, { min: 500, max: 503 }),
  });
}

export function all(params: Params): void {
  methods();
  urls();
  bodies();
  settings(params);
  redirects();
  limits();
  batches();
}

function methods(): void {
  // Without `params`: the tag `name` holds the URL.
  prove("client.send", http.get("/echo").header("x-method") === "GET");
  const named = { name: "methods" };
  const echoes = [
    http.post("/echo", null, named), http.put("/echo", null, named), http.patch("/echo", null, named), http.del("/echo", null, named),
    http.options("/echo", null, named), http.request("PURGE", "/echo", null, named),
  ].map((echo) => echo.header("X-Method"));
  const head = http.head("/json", named);
  prove("request.method", String(echoes) === "POST,PUT,PATCH,DELETE,OPTIONS,PURGE" && head.status === 200 && head.size === 0);
}

function urls(): void {
  const absolute = `${target()}/json`;
  const relative = http.get("/json?a=1", { name: "urls" });
  prove("request.url", http.get(absolute, { name: "urls" }).url === absolute && relative.url.endsWith("/json?a=1"));
}

function bodies(): void {
  const named = { name: "bodies" };
  const text = http.post("/echo", "tea, Käse", named);
  prove("body.text", text.body === "tea, Käse");
  const bytes = http.post("/echo", Uint8Array.of(0, 0xff, 7), named);
  prove("body.bytes", String(bytes.bytes()) === "0,255,7");
  prove("request.body", http.post("/echo", null, named).size === 0 && text.size === 10);
}

function settings(params: Params): void {
  const expects = (settings: Params) => (status: number) => http.get(`/status/${status}`, settings).expected;
  const ofDefault = expects(http.params({ name: "defaults" }));
  prove("params.constructor", ofDefault(200) && ofDefault(399) && !ofDefault(400));
  const ofShared = expects(params);
  prove("params.set-expected-statuses", ofShared(404) && !ofShared(200));
  prove("status-range.lowest", ofShared(500) && !ofShared(499));
  prove("status-range.highest", ofShared(503) && !ofShared(504));

  const arrived = http.get("/headers", { params, headers: { "x-own": "own", "x-both": "own" } }).text().split("\n").map((line) => line.trim());
  prove("request.params", arrived.includes("x-shared: shared"));
  prove("request.headers", arrived.includes("x-own: own") && arrived.includes("x-both: own") && !arrived.includes("x-both: shared"));
  prove("params.add-header", http.get("/headers", params).text().split("\n").some((line) => line.trim() === "x-both: shared"));
  // What the tags of the samples are is looked at from outside.
  prove("params.set-name", true);
  prove("params.set-tag", true);
}

function redirects(): void {
  const named = { name: "redirects" };
  const followed = http.get("/redirect/2", named);
  const none = http.get("/redirect/2", { ...named, redirects: 0 });
  const one = http.get("/redirect/2", { ...named, redirects: 1 });
  prove("params.set-redirects", followed.status === 200 && none.status === 302 && one.status === 302);
  prove("details.redirects", followed.redirects === 2 && one.redirects === 1);
  prove("details.url", one.url.endsWith("/redirect/1"));
}

function limits(): void {
  const named = { name: "limits" };
  const kept = http.get("/bytes/1000", { ...named, maxBody: 1000 });
  prove("params.set-body-limit", kept.size === 1000);
  prove("body-mode.keep", kept.bytes().length === 1000);
  const discarded = http.get("/bytes/1000", { ...named, responseType: "none" });
  prove("body-mode.discard", discarded.size === 1000);
  const isDiscarded = (read: () => unknown) => {
    try {
      read();
      return false;
    } catch (error) {
      return error instanceof http.BodyError && error.reason === "discarded";
    }
  };
  prove("params.set-body-mode", isDiscarded(() => discarded.bytes()));
  prove("body-error.discarded", isDiscarded(() => discarded.text()));
  const timeouts = { connectTimeout: "30s", firstByteTimeout: "30s", timeout: "60s" };
  prove("params.set-timeouts", http.get("/?delay_ms=20", { ...named, ...timeouts }).status === 200);
}

function batches(): void {
  const named = { name: "batch" };
  const get = (url: string) => ["GET", url, null, named] as const;
  const sizes = http.batch([get("/bytes/30?delay_ms=30"), get("/bytes/10?delay_ms=10"), get("/bytes/20?delay_ms=20")]).map(({ size }) => size);
  const [answer, broken, failed] = http.batch([get("/"), get("no such scheme://x"), get("/status/500")]);
  prove("client.batch", String(sizes) === "30,10,20" && answer.status === 200 && broken.error_kind === "invalid-request"
    && failed.status === 500 && http.batch([]).length === 0);
}
