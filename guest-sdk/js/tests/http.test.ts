import assert from "node:assert/strict";
import { test } from "node:test";

import { milliseconds } from "../src/duration.js";
import { form, toHost } from "../src/http/body.js";
import { byName, canonical, cookies } from "../src/http/headers.js";
import { at, cut, ofEach } from "../src/http/json-path.js";
import { read } from "../src/http/settings.js";
import { expectedStatuses, statusText } from "../src/http/status.js";
import { url } from "../src/http/url.js";

test("lengths of time are read as k6 reads them", () => {
  assert.deepEqual([500, "500", "1m30s", "1.5s", "10ms", 0].map((value) => milliseconds(value, "x")), [500, 500, 90_000, 1500, 10, 0]);
  for (const wrong of ["soon", -1, Number.NaN, null, {}, "5 s", ""]) assert.throws(() => milliseconds(wrong, "`timeout`"), /`timeout`/);
});

test("settings are read, and what there is not is refused by name", () => {
  const settings = read({ headers: { A: 1 }, cookies: { s: "x", t: 2 }, tags: { name: "item", kind: "k" }, timeout: "2s", redirects: 0 }, "http.get");
  assert.deepEqual(settings.headers, [["A", "1"], ["cookie", "s=x; t=2"]]);
  assert.deepEqual(settings.host, { name: "item", tags: [["kind", "k"]], totalMs: 2000, redirects: 0 });
  assert.equal(read({ headers: {} }, "http.get").host, undefined);
  const refused: [object, RegExp][] = [
    [{ jar: {} }, /http\.get: `jar`.*no cookie jar/], [{ timout: 1 }, /`timout` is not a setting/], [{ headers: { a: undefined } }, /headers`: `a` must be a string, not undefined/],
    [{ responseType: "json" }, /"text", "binary" or "none"/], [{ responseCallback: () => true }, /expectedStatuses/], [{ redirects: -1 }, /whole number/],
  ];
  for (const [params, message] of refused) assert.throws(() => read(params, "http.get"), message);
});

test("bodies become text, bytes or a form", () => {
  assert.deepEqual(toHost({ a: "1 2", b: ["x", "ä&"], c: true }, "http.post").body, { tag: "text", val: "a=1+2&b=x&b=%C3%A4%26&c=true" });
  assert.deepEqual(toHost(new Uint16Array([1]), "http.post").body, { tag: "bytes", val: new Uint8Array([1, 0]) });
  assert.deepEqual(toHost("lone \ud800", "http.post").body, { tag: "text", val: "lone \ufffd" });
  assert.equal(toHost(null, "http.post").body, undefined);
  assert.throws(() => toHost(5 as never, "http.post"), /http\.post: the body/);
  assert.throws(() => form({ a: {} }, "http.post"), /`a` must be a string, not an object/);
});

test("header fields are shown as k6 shows them", () => {
  assert.equal(canonical("x-request-id"), "X-Request-Id");
  const fields = [{ name: "set-cookie", value: "a=1; Path=/; HttpOnly; Max-Age=60" }, { name: "set-cookie", value: "b=2; Secure; Domain=.X.org" }];
  assert.deepEqual(byName(fields), { "Set-Cookie": "a=1; Path=/; HttpOnly; Max-Age=60, b=2; Secure; Domain=.X.org" });
  const found = cookies(fields);
  assert.deepEqual([found.a?.[0]?.max_age, found.a?.[0]?.http_only, found.b?.[0]?.secure, found.b?.[0]?.domain], [60, true, true, "x.org"]);
});

test("paths are cut where the host cannot follow", () => {
  assert.deepEqual(cut("items.0.id"), { before: "items.0.id", each: undefined });
  assert.deepEqual(cut("items.#"), { before: "items", each: "" });
  assert.deepEqual(cut("items.#.tags.#"), { before: "items", each: "tags.#" });
  assert.deepEqual(cut("#.id"), { before: "", each: "id" });
  assert.deepEqual(cut("a\\.b.c"), { before: "a\\.b.c", each: undefined });
  for (const path of ["a.*", "a.#(x==1)", "a|b", "@reverse", "a.b?"]) assert.throws(() => cut(path), /names, indices and/, path);
  assert.deepEqual(ofEach([{ id: 1 }, {}, { id: 3 }], "id"), [1, 3]);
  assert.equal(ofEach([1, 2], ""), 2);
  assert.equal(ofEach({ a: 1 }, ""), undefined);
  assert.equal(at({ "a.b": [{ length: 5 }] }, "a\\.b.0.length"), 5);
  assert.equal(at([1], "length"), undefined);
});

test("statuses", () => {
  assert.deepEqual(expectedStatuses(200, { min: 300, max: 399 }).ranges, [{ lowest: 200, highest: 200 }, { lowest: 300, highest: 399 }]);
  assert.throws(() => expectedStatuses("200" as never), /whole number/);
  assert.deepEqual([statusText(404), statusText(299)], ["404 Not Found", "299"]);
});

test("a URL template keeps its name", () => {
  const made = url`http://h/items/${7}/x/${"y"}`;
  assert.deepEqual([made.url, made.name], ["http://h/items/7/x/y", "http://h/items/${}/x/${}"]);
});
