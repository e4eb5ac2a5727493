/** The globals that `globals.ts` sets, as editors and `tsc` know them. For `lib` without `DOM` and without node's types. */

/** The variables that were granted with `-e NAME=VALUE`, `--allow-env NAME` or the plan's `env`. */
declare const __ENV: Record<string, string | undefined>;
/** The number of this VU, from 1; 0 in `setup` and `teardown`. */
declare const __VU: number;
/** How many iterations this VU finished before. */
declare const __ITER: number;

/** Writes to the run's log. */
declare const console: {
  log(...message: unknown[]): void;
  info(...message: unknown[]): void;
  warn(...message: unknown[]): void;
  error(...message: unknown[]): void;
  debug(...message: unknown[]): void;
  trace(...message: unknown[]): void;
  assert(condition: unknown, ...message: unknown[]): void;
};

/** Numbers and names from the run's seed. Not for secrets. */
declare const crypto: {
  getRandomValues<T extends ArrayBufferView>(array: T): T;
  randomUUID(): string;
};

/** Milliseconds since the test began. */
declare const performance: { now(): number; readonly timeOrigin: number };

declare function setTimeout(callback: (...args: any[]) => void, milliseconds?: number, ...args: unknown[]): number;
declare function setInterval(callback: (...args: any[]) => void, milliseconds?: number, ...args: unknown[]): number;
declare function clearTimeout(id?: number): void;
declare function clearInterval(id?: number): void;
declare function queueMicrotask(job: () => void): void;
declare function atob(base64: string): string;
declare function btoa(binary: string): string;

declare const TextEncoder: typeof import("./globals/encoding.js").TextEncoder;
declare type TextEncoder = import("./globals/encoding.js").TextEncoder;
declare const TextDecoder: typeof import("./globals/encoding.js").TextDecoder;
declare type TextDecoder = import("./globals/encoding.js").TextDecoder;
declare const URL: typeof import("./url/url.js").URL;
declare type URL = import("./url/url.js").URL;
declare const URLSearchParams: typeof import("./url/search-params.js").URLSearchParams;
declare type URLSearchParams = import("./url/search-params.js").URLSearchParams;

/** A file imported as text. */
declare module "*.txt" {
  const text: string;
  export default text;
}
/** A file imported as text. */
declare module "*.csv" {
  const text: string;
  export default text;
}
