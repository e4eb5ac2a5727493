/**
 * The generator behind `wasmload/random`: xoshiro128** (Blackman, Vigna), its state two outputs of SplitMix64, as in all
 * SDKs of wasmload. Knows no host: it is handed a seed.
 */

/** Rotates a 32-bit number to the left. */
function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}

/** One output of SplitMix64 for the n-th step after the seed. */
function splitMix(seed: bigint, step: bigint): bigint {
  const wrap = (x: bigint) => BigInt.asUintN(64, x);
  let z = wrap(seed + step * 0x9e3779b97f4a7c15n);
  z = wrap((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
  z = wrap((z ^ (z >> 27n)) * 0x94d049bb133111ebn);
  return z ^ (z >> 31n);
}

/** A stream of random numbers. */
export class Xoshiro128 {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /** A stream from a whole number, from 0 to 2^53 - 1. */
  constructor(seed: number) {
    const first = splitMix(BigInt(seed), 1n);
    const second = splitMix(BigInt(seed), 2n);
    this.#a = Number(first & 0xffffffffn) | 0;
    this.#b = Number(first >> 32n) | 0;
    this.#c = Number(second & 0xffffffffn) | 0;
    this.#d = Number(second >> 32n) | 0;
  }

  /** The next whole number from 0 to 2^32 - 1. */
  u32(): number {
    const result = Math.imul(rotate(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = rotate(this.#d, 11);
    return result;
  }

  /** A number from 0 up to, but not including, 1, of 53 random bits. */
  float(): number {
    const high = this.u32() >>> 5;
    const low = this.u32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** A whole number from `low` up to, but not including, `high`. */
  range(low: number, high: number): number {
    const span = high - low;
    if (!(span >= 1 && span <= 2 ** 53)) {
      throw new RangeError(`there is no random whole number from ${low} up to, but not including, ${high}`);
    }
    return low + Math.floor(this.float() * span);
  }

  /** The item in whose stretch a random point lies, on a line where each item is as long as its weight. */
  weighted<T>(items: readonly (readonly [weight: number, item: T])[]): T {
    let total = 0;
    for (const [weight] of items) total += weight;
    if (!(total > 0)) throw new RangeError("a weighted choice needs a weight above 0");
    let point = this.range(0, total);
    for (const [weight, item] of items) {
      if (point < weight) return item;
      point -= weight;
    }
    throw new RangeError("weights are whole numbers from 0 up");
  }

  /** Brings an array into a random order, in place. */
  shuffle<T>(items: T[]): T[] {
    for (let i = items.length - 1; i > 0; i--) {
      const j = Math.floor(this.float() * (i + 1));
      const kept = items[i] as T;
      items[i] = items[j] as T;
      items[j] = kept;
    }
    return items;
  }
}
