/**
 * `setTimeout` and `setInterval`. There is no loop of events: a timer waits until the function of the scenario has returned (or
 * awaits), then the VU sleeps until it is due, as k6 does. An iteration lasts until all its timers are done.
 */
import execution from "wasmload:scenario/execution@0.1.0";
import timing from "wasmload:scenario/timing@0.1.0";

import { callable } from "./boundary.js";
import { stir } from "./jobs.js";

interface Timer {
  id: number;
  due: number;
  every: number | undefined;
  run: () => void;
}

let timers: Timer[] = [];
let last = 0;
/** The time up to which timers have run: `setup` has no clock, and there it stands in for one. */
let reached = 0;

function now(): number {
  return Math.max(execution.elapsedUs() / 1000, reached);
}

function add(what: string, callback: unknown, delay: unknown, repeats: boolean, args: unknown[]): number {
  const call = callable(callback as (...args: unknown[]) => void, `${what}: the callback`);
  const wait = Math.max(Number(delay) || 0, repeats ? 1 : 0);
  stir();
  timers.push({ id: ++last, due: now() + wait, every: repeats ? wait : undefined, run: () => call(...args) });
  return last;
}

/** Calls a function once, so many milliseconds from now or later. */
export function setTimeout(callback: (...args: any[]) => void, milliseconds = 0, ...args: unknown[]): number {
  return add("setTimeout", callback, milliseconds, false, args);
}

/** Calls a function again and again until it is cleared. An interval that is never cleared keeps its iteration from ending. */
export function setInterval(callback: (...args: any[]) => void, milliseconds = 0, ...args: unknown[]): number {
  return add("setInterval", callback, milliseconds, true, args);
}

/** Forgets a timer or an interval. Nothing happens when it is not there. */
export function clearTimeout(id?: number): void {
  timers = timers.filter((timer) => timer.id !== id);
}

/** Whether any timer is waiting. */
export function hasTimers(): boolean {
  return timers.length > 0;
}

/** Sleeps until the timer that is due next, and runs it. */
export function runNextTimer(): void {
  const next = timers.reduce((first, timer) => (timer.due < first.due ? timer : first));
  const wait = next.due - now();
  if (wait > 0) timing.sleep(wait);
  reached = Math.max(reached, next.due);
  if (next.every === undefined) clearTimeout(next.id);
  else next.due = now() + next.every;
  next.run();
}

/** Forgets all timers: what they belong to is over. */
export function clearTimers(): void {
  timers = [];
}
