/**
 * From the user's module to what a component exports. The module is evaluated once per VU, at the first call of the host: what
 * stands at its top level is k6's init stage.
 */
import type { Description } from "wasmload:scenario/lifecycle@0.1.0";

import { closeAll } from "./http/open.js";
import { AbortedTest, failure } from "./failure.js";
import { stirred } from "./jobs.js";
import * as log from "./log.js";
import { apply, plan } from "./options.js";
import { discard, settle } from "./settle.js";

/** What the SDK calls itself in `describe`. */
const SDK = { sdkName: "wasmload-sdk-js", sdkVersion: "0.1.0" };

/** Exports that are not functions of the scenario. */
const OTHER: Record<string, true> = { setup: true, teardown: true, vuStart: true, vuEnd: true, handleSummary: true };

/** A module of a user: any exports. */
type UserModule = Record<string, unknown>;

type Call = (...args: unknown[]) => unknown;

/** What the component exports. */
export interface Lifecycle {
  describe(): Description;
  setup(): string;
  vuStart(data: string): void;
  iteration(index: number): void;
  vuEnd(): void;
  teardown(data: string): void;
}

/** Makes what the component exports out of the user's module. */
export function program(load: () => UserModule): Lifecycle {
  let module: UserModule | undefined;
  const names: string[] = [];
  const calls: Call[] = [];
  let data: unknown;

  /** The module, evaluated at the first call. */
  function exports(): UserModule {
    if (module === undefined) {
      const loaded = load();
      settle(undefined);
      apply(loaded.options);
      // Plain loops here and in `apply`: each function of the engine that a VU calls for the first time is memory of its own.
      for (const name in loaded) {
        const found = loaded[name];
        if (typeof found !== "function" || OTHER[name] === true) continue;
        names.push(name);
        calls.push(found as Call);
      }
      module = loaded;
    }
    return module;
  }

  function call(name: string, ...args: unknown[]): unknown {
    const found = exports()[name];
    if (found === undefined) return undefined;
    if (typeof found !== "function") throw new TypeError(`the export \`${name}\` must be a function`);
    return settle(found(...args));
  }

  return {
    describe() {
      try {
        return describe(exports(), names);
      } catch (error) {
        const { message, stack } = failure(error);
        // `describe` cannot fail, only break off: the reason goes to the log.
        log.error(stack === undefined ? message : `${message}\n${stack}`);
        throw error;
      }
    },
    setup: () => step(() => written(call("setup"))),
    vuStart(json) {
      step(() => {
        exports();
        data = read(json);
        call("vuStart", data);
      });
    },
    iteration(index) {
      try {
        const found = calls[index];
        if (found === undefined) throw new Error(`the host called function ${index}, which there is not`);
        const returned = found(data);
        if (returned !== undefined || stirred) settle(returned);
      } catch (error) {
        discard();
        if (!(error instanceof AbortedTest)) throw failure(error);
      } finally {
        closeAll();
      }
    },
    vuEnd() {
      try {
        call("vuEnd", data);
      } catch (error) {
        const { message, stack } = failure(error);
        log.error(`vuEnd: ${message}${stack === undefined ? "" : `\n${stack}`}`);
      } finally {
        discard();
        closeAll();
      }
    },
    teardown(json) {
      step(() => call("teardown", read(json)));
    },
  };
}

/** Runs a step of the lifecycle: what it throws becomes the failure that the host is told. */
function step<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    discard();
    throw failure(error);
  } finally {
    closeAll();
  }
}

function describe(module: UserModule, functions: string[]): Description {
  if (functions.length === 0) {
    throw new Error("the module exports no function to run: write `export default function () { … }`");
  }
  if (module.handleSummary !== undefined) {
    log.warn("handleSummary is not called: `--summary-export FILE` writes the summary as JSON");
  }
  return { plan: plan(module.options), functions, ...SDK };
}

/** What `setup` returned, as JSON. */
function written(value: unknown): string {
  if (value === undefined) return "";
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined) throw new TypeError("what `setup` returns must be JSON: a function or a symbol is none");
  return json.isWellFormed() ? json : json.toWellFormed();
}

function read(json: string): unknown {
  return json === "" ? undefined : JSON.parse(json);
}
