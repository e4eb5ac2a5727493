// node's own `URL` is by the same standard: what it says is what ours has to say.
import assert from "node:assert/strict";
import { test } from "node:test";

import { URLSearchParams as OurParams } from "../src/url/search-params.js";
import { URL as OurUrl } from "../src/url/url.js";

const PARTS = ["href", "origin", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash"] as const;

const ABSOLUTE = [
  "http://example.com", "HTTPS://EXAMPLE.com:443/a/../b/./c?x=1#y", "http://u:p%40@h:8080/p a?q=ä#ü", "http://[::1]:80/",
  "http:\\\\h\\a\\b", "http://h/a//b/..", "http://h/%2e%2e/x", "  http://h/\t x ", "mailto:a@b.c", "ws://h/x", "http://h?", "http://h/#",
  "http://h/a%zz'\"<>`{}|", "http://h?a='b\"", "file:///etc/x", "data:text/plain,a b", "http://h:/", "http://h/..//",
];
const RELATIVE = ["", "x", "./x", "../x", "../../../x", "/x/y", "//other/z", "?q", "#f", "x?y#z", "http:x", "\\x", "a/./b/../c", "..", "."];

test("absolute URLs are read as node reads them", () => {
  for (const text of ABSOLUTE) {
    for (const part of PARTS) assert.equal(new OurUrl(text)[part], new URL(text)[part], `${part} of ${JSON.stringify(text)}`);
  }
});

test("relative URLs are resolved as node resolves them", () => {
  for (const base of ["http://h/a/b/c?q#f", "http://h", "https://u@h:1/x/"]) {
    for (const text of RELATIVE) assert.equal(new OurUrl(text, base).href, new URL(text, base).href, `${text} on ${base}`);
  }
});

test("what is no URL is an exception", () => {
  for (const text of ["", "x", "/x", "http://", "http://h:99999/", "http://a b/", "http://h:x/", "http://[::1"]) {
    assert.throws(() => new OurUrl(text), TypeError, text);
    assert.throws(() => new URL(text), TypeError, text);
  }
  assert.throws(() => new OurUrl("http://bücher.example/"), /xn--/);
  assert.equal(OurUrl.canParse("x"), false);
  assert.equal(OurUrl.canParse("x", "http://h"), true);
});

test("parts can be set", () => {
  const set = (url: URL | OurUrl) => {
    url.pathname = "/a b/../c";
    url.search = "x=1 2";
    url.hash = "top";
    url.port = "99";
    url.hostname = "other";
    url.username = "me@";
    url.searchParams.append("y", "ä&");
    url.protocol = "https";
    return url.href;
  };
  assert.equal(set(new OurUrl("http://h:1/")), set(new URL("http://h:1/")));
});

test("parameters are read, changed and written as node does", () => {
  for (const query of ["?a=1&b=2&a=3", "a=%zz&b=%ff%c3%a4&c", "x=a+b%20c&=y&&z=", ""]) {
    const [ours, nodes] = [new OurParams(query), new URLSearchParams(query)];
    assert.deepEqual([...ours], [...nodes], query);
    for (const params of [ours, nodes]) {
      params.append("ä ö", "~!*()'-._");
      params.set("a", "only");
      params.delete("b");
      params.sort();
    }
    assert.equal(ours.toString(), nodes.toString());
  }
  assert.deepEqual([...new OurParams({ a: 1, b: true })], [["a", "1"], ["b", "true"]]);
});
