// One function for each way in which JavaScript in a component goes wrong unless the SDK sees to it: README.md says which.
import { check, group, sleep } from "wasmload";
import exec from "wasmload/execution";
import http from "wasmload/http";
import { Counter, Trend } from "wasmload/metrics";

console.log("top level");
const trend = new Trend("js_random");
const atTop = Math.random();

/** Checks that a call throws an error of that class whose message has that text. */
function throws(name, call, type, text) {
  let said;
  try {
    call();
  } catch (error) {
    said = error;
  }
  const holds = said instanceof type && said.message.includes(text);
  if (!check(null, { [name]: holds })) console.error(`${name}: ${said}`);
}

export function random() {
  if (__ITER === 0) trend.add(atTop);
  trend.add(Math.random());
}

export function globals() {
  const url = new URL("../x?a=1#h", "http://u@host:8080/p/q");
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  check(null, {
    URL: url.href === "http://u@host:8080/x?a=1#h" && url.searchParams.get("a") === "1",
    URLSearchParams: new URLSearchParams({ q: "a b" }).toString() === "q=a+b",
    TextEncoder: new TextEncoder().encode("ü").join() === "195,188",
    TextDecoder: new TextDecoder().decode(Uint8Array.of(0xc3, 0xbc)) === "ü",
    "atob and btoa": atob(btoa("hello")) === "hello",
    "crypto.getRandomValues": bytes.some((byte) => byte !== 0),
    "crypto.randomUUID": /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()),
    "performance.now": performance.now() >= 0 && performance.now() < 600_000,
    "Date.now": Math.abs(Date.now() - new Date().getTime()) < 1000 && new Date().getFullYear() > 2020,
    __VU: __VU === exec.vu.idInTest && __VU > 0,
    __ITER: __ITER === exec.vu.iterationInScenario,
    __ENV: typeof __ENV === "object",
  });
  throws("fetch", () => fetch("/"), Error, "wasmload/http");
  throws("open", () => open("x"), Error, "import the file");
}

export function log() {
  console.log("plain", { a: [1] });
  console.debug("debug");
}

export function timers() {
  const order = [];
  setTimeout(() => order.push("late"), 20);
  setTimeout((what) => order.push(what), 5, "early");
  const cleared = setTimeout(() => order.push("never"), 1);
  clearTimeout(cleared);
  let ticks = 0;
  const id = setInterval(() => {
    ticks += 1;
    if (ticks === 3) {
      clearInterval(id);
      order.push("ticked");
    }
  }, 10);
  const began = performance.now();
  setTimeout(() => check(null, { order: order.join() === "early,late,ticked", waited: performance.now() - began >= 35 }), 40);
}

export async function asyncWorks() {
  const steps = [];
  queueMicrotask(() => steps.push("job"));
  const response = await http.asyncRequest("GET", "/");
  steps.push(response.status);
  await new Promise((resolve) => setTimeout(resolve, 10));
  for await (const value of [Promise.resolve(1), 2]) steps.push(value);
  const all = await Promise.all([1, Promise.resolve(2)]);
  check(null, { steps: steps.join() === "job,200,1,2", all: all.join() === "1,2" });
}

export async function asyncThrows() {
  await null;
  throw new RangeError("after an await");
}

export function asyncNever() {
  return new Promise(() => undefined);
}

export function unhandled() {
  Promise.reject(new Error("lost"));
}

export function wrongTypes() {
  throws("URL", () => http.get(undefined), TypeError, "http.get: the URL must be a string, not undefined");
  throws("body", () => http.post("/", 5), TypeError, "http.post: the body");
  throws("params", () => http.get("/", "x"), TypeError, "http.get: the params must be an object");
  throws("header", () => http.get("/", { headers: { a: {} } }), TypeError, "`a` must be a string, not an object");
  throws("timeout", () => http.get("/", { timeout: "soon" }), TypeError, "`timeout` must be milliseconds");
  throws("redirects", () => http.get("/", { redirects: 1.5 }), TypeError, "`redirects` must be a whole number");
  throws("jar", () => http.get("/", { jar: {} }), TypeError, "no cookie jar");
  throws("method", () => http.request(null, "/"), TypeError, "the method must be a string");
  throws("batch", () => http.batch([5]), TypeError, "request `0`");
  throws("sleep", () => sleep("long"), TypeError, "sleep: the time must be a number");
  throws("check", () => check(1, null), TypeError, "check: the truths");
  throws("async check", () => check(1, { later: async () => true }), TypeError, "`later` is async");
  throws("group", () => group("x", 5), TypeError, "group: the part must be a function");
  throws("async group", () => group("x", async () => 1), TypeError, "is async");
  throws("metric", () => new Counter("js_counter").add("many"), TypeError, "js_counter.add: the value must be a number");
  throws("metric's name", () => new Counter({}), TypeError, "new Counter: the name");
  throws("tags", () => trend.add(1, { a: undefined }), TypeError, "`a` must be a string");
  throws("tag", () => {
    exec.vu.tags.a = {};
  }, TypeError, "`a` must be a string");
  throws("timer", () => setTimeout(5), TypeError, "setTimeout: the callback");
  throws("statuses", () => http.expectedStatuses("200"), TypeError, "http.expectedStatuses");
  check(http.get("/", { timeout: 1e12, headers: { n: 1, b: true } }), { "numbers and booleans are made text": (r) => r.status === 200 });
}

export function surrogates() {
  const half = "\ud800";
  console.log(half);
  trend.add(1, { tag: half });
  exec.vu.tags.half = half;
  group(half, () => undefined);
  check(http.post(`/?q=${half}`, half, { headers: { a: "b" }, name: half }), { [half]: (r) => r.status === 200 || r.status === 0 });
}

export function throwError() {
  throw new TypeError("an error");
}

export function throwText() {
  throw "a text";
}

export function throwObject() {
  throw { code: 7 };
}

export function throwNothing() {
  throw undefined;
}

let kept;
export function afterwards() {
  if (kept !== undefined) {
    check(kept, { "the status stays": (response) => response.status === 200 });
    throws("the body goes", () => kept.body, Error, "in the iteration that made the request");
  }
  kept = http.get("/");
}

export function many() {
  for (let i = 0; i < 2000; i++) http.get("/", { name: "many" });
}

export function manyKept() {
  const all = [];
  for (let i = 0; i < 600; i++) all.push(http.get("/", { name: "many" }));
  check(all[599], { "the newest can be read": (response) => response.body.length > 0 });
}

export function manyParams() {
  for (let i = 0; i < 3000; i++) {
    const params = http.params({ timeout: 60_000 + i, name: "many" });
    if (i % 100 === 0) check(http.get("/", params), { answered: (response) => response.status === 200 });
  }
}

export function failedRequest() {
  const response = http.get("http://127.0.0.1:1/");
  check(response, {
    status: (r) => r.status === 0,
    error: (r) => r.error !== "" && r.error_code >= 1000,
    "no body": (r) => r.body === null && r.timings.duration === 0 && Object.keys(r.headers).length === 0,
  });
  throws("json", () => response.json(), Error, "there is no response");
  throws("throw", () => http.get("http://127.0.0.1:1/", { throw: true }), http.HttpError, "GET http://127.0.0.1:1/");
}

export function abort() {
  exec.test.abort("enough");
}
