import assert from "node:assert/strict";
import { test } from "node:test";

import { TextDecoder as OurDecoder, TextEncoder as OurEncoder } from "../src/globals/encoding.js";

test("text becomes the bytes that node makes of it", () => {
  for (const text of ["", "plain", "grüße", "€ 😀", "lone \ud800 half", "%41", "\0\n"]) {
    assert.deepEqual(new OurEncoder().encode(text), new TextEncoder().encode(text), text);
  }
  const room = new Uint8Array(4);
  assert.deepEqual(new OurEncoder().encodeInto("a€b", room), { read: 2, written: 4 });
});

test("bytes become the text that node makes of them", () => {
  const samples = [[], [0x61], [0xef, 0xbb, 0xbf, 0x61], [0xff], [0xc3], [0xe2, 0x82], [0xe2, 0x82, 0x41], [0xf0, 0x9f, 0x98, 0x80],
    [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80], [0xe0, 0x80, 0x80], [0xf0, 0x80, 0x80, 0x80], [0x61, 0xff, 0x00]];
  for (const sample of samples) {
    const bytes = Uint8Array.from(sample);
    assert.equal(new OurDecoder().decode(bytes), new TextDecoder().decode(bytes), sample.join(" "));
  }
  const long = "ä".repeat(10_000);
  assert.equal(new OurDecoder().decode(new TextEncoder().encode(long)), long);
  assert.throws(() => new OurDecoder("utf-8", { fatal: true }).decode(Uint8Array.of(0xff)), TypeError);
  assert.throws(() => new OurDecoder("latin1"), RangeError);
});
