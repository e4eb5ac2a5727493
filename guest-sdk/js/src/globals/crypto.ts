/**
 * The part of `crypto` that scripts use for names and keys of their own. Its numbers come from the run's seed, like all others
 * here: the same `--seed` gives them again. Not for secrets.
 */
import { inWords } from "../boundary.js";
import { u32 } from "../random.js";

/** By the Web Cryptography API, section 10.1. */
function getRandomValues<T extends ArrayBufferView>(array: T): T {
  if (!ArrayBuffer.isView(array) || array instanceof Float32Array || array instanceof Float64Array) {
    throw new TypeError(`crypto.getRandomValues: needs an array of integers, not ${inWords(array)}`);
  }
  if (array.byteLength > 65_536) throw new RangeError("crypto.getRandomValues: at most 65,536 bytes at a time");
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  for (let i = 0; i < bytes.length; i++) bytes[i] = u32() >>> 24;
  return array;
}

/** A UUID of version 4 (RFC 9562, section 5.4). */
function randomUUID(): string {
  const bytes = getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export const crypto = { getRandomValues, randomUUID };
