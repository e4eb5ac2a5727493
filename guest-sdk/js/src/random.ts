/**
 * Random numbers from the run's seed: the same `--seed` gives each VU the same numbers again. `Math.random()` is
 * {@link float}. Not for secrets. What must be unique rather than random is made from the numbers of `wasmload/execution`.
 */
import execution from "wasmload:scenario/execution@0.1.0";

import { number } from "./boundary.js";
import { Xoshiro128 } from "./xoshiro.js";

// Made at the first draw, and so in the VU: what is made while the component is built would be the same in all of them.
let generator: Xoshiro128 | undefined;

function rng(): Xoshiro128 {
  return (generator ??= new Xoshiro128(execution.randomSeed()));
}

/** The next whole number from 0 to 2^32 - 1. */
export function u32(): number {
  return rng().u32();
}

/** A number from 0 up to, but not including, 1. */
export function float(): number {
  return rng().float();
}

/**
 * A whole number from `low` up to, but not including, `high`.
 *
 * @throws {RangeError} There is no whole number between them, or more than 2^53.
 */
export function range(low: number, high: number): number {
  return rng().range(number(low, "random.range: low"), number(high, "random.range: high"));
}

/** True with a probability from 0 to 1. */
export function chance(probability: number): boolean {
  return rng().float() < number(probability, "random.chance: the probability");
}

/** One of the items, each as likely as the others; undefined when there are none. */
export function pick<T>(items: readonly T[]): T | undefined {
  return items.length === 0 ? undefined : items[Math.floor(rng().float() * items.length)];
}

/**
 * One of the items, as likely as its weight says.
 *
 * ```ts
 * random.weighted([[70, browse], [30, buy]])();
 * ```
 *
 * @throws {RangeError} No weight is above 0.
 */
export function weighted<T>(items: readonly (readonly [weight: number, item: T])[]): T {
  return rng().weighted(items);
}

/** Brings an array into a random order, in place, and returns it. */
export function shuffle<T>(items: T[]): T[] {
  return rng().shuffle(items);
}

export default { u32, float, range, chance, pick, weighted, shuffle };
