/**
 * What scripts find without importing it, and the engine lacks or has frozen while the component was built: `console`,
 * `setTimeout`, `URL`, `TextEncoder`, `Promise`, `Math.random`, `__ENV` and the rest. Imported before anything else.
 */
import execution from "wasmload:scenario/execution@0.1.0";

import { variables } from "./configuration.js";
import { console } from "./globals/console.js";
import { crypto } from "./globals/crypto.js";
import { TextDecoder, TextEncoder } from "./globals/encoding.js";
import { enqueue } from "./jobs.js";
import { QueuedPromise } from "./promise.js";
import { float } from "./random.js";
import { clearTimeout, setInterval, setTimeout } from "./timers.js";
import { URLSearchParams } from "./url/search-params.js";
import { URL } from "./url/url.js";

const scope = globalThis as unknown as Record<string, unknown>;

/** Sets a global as the engine sets its own: not enumerable. */
function define(name: string, value: unknown): void {
  Object.defineProperty(scope, name, { value, writable: true, configurable: true, enumerable: false });
}

/** A global that is asked for when it is read, since the host answers at run time only. */
function ask(name: string, get: () => unknown): void {
  Object.defineProperty(scope, name, { get, configurable: true, enumerable: false });
}

Object.defineProperty(QueuedPromise, "name", { value: "Promise" });
define("Promise", QueuedPromise);
define("queueMicrotask", enqueue);
define("setTimeout", setTimeout);
define("setInterval", setInterval);
define("clearTimeout", clearTimeout);
define("clearInterval", clearTimeout);
define("console", console);
define("TextEncoder", TextEncoder);
define("TextDecoder", TextDecoder);
define("URL", URL);
define("URLSearchParams", URLSearchParams);
define("crypto", crypto);

// The engine's own would give the same numbers to every VU of every run: they were drawn while the component was built.
Math.random = float;
// Its zero is when the component was built.
define("performance", { now: () => execution.elapsedUs() / 1000, timeOrigin: 0 });

/** What there is not, and what to use instead. */
function refuse(name: string, instead: string): void {
  define(name, () => {
    throw new Error(`${name}() is not supported: ${instead}`);
  });
}
refuse("fetch", 'requests are made by `import http from "wasmload/http"`');
refuse("open", 'import the file instead: `import users from "./users.json"`, or a `.txt` or `.csv` file as text');

let env: Record<string, string> | undefined;
ask("__ENV", () => (env ??= variables()));
ask("__VU", () => execution.currentVu().idInTest);
ask("__ITER", () => execution.currentIteration().inVu);
