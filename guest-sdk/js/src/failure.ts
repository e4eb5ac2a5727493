/** From whatever was thrown to the failure that the host is told. Not the log: the host writes that. */
import { inspect } from "./inspect.js";

/** What `exec.test.abort` throws: it ends the iteration, and fails nothing. */
export class AbortedTest extends Error {}

/** A failure as the host takes it. */
export interface Failure {
  message: string;
  stack: string | undefined;
}

/** The failure that a thrown value stands for: its message with the error's name, and the stack if it has one. */
export function failure(thrown: unknown): Failure {
  if (!(thrown instanceof Error)) return { message: inspect([thrown]) || "something empty was thrown", stack: undefined };
  return { message: message(thrown), stack: stack(thrown) };
}

function message(error: Error): string {
  const plain = inspect([error.message]) || "an error without a message";
  const named = error.name === "Error" || error.name === "" ? plain : `${error.name}: ${plain}`;
  return error.cause === undefined ? named : `${named} (caused by ${cause(error.cause)})`;
}

/** Causes are followed a few steps only: they may be a circle. */
function cause(thrown: unknown, depth = 1): string {
  if (!(thrown instanceof Error)) return inspect([thrown]);
  const next = thrown.cause === undefined || depth === 4 ? "" : ` (caused by ${cause(thrown.cause, depth + 1)})`;
  return `${thrown.name}: ${inspect([thrown.message])}${next}`;
}

function stack(error: Error): string | undefined {
  const lines = typeof error.stack === "string" ? error.stack.trim() : "";
  return lines === "" ? undefined : inspect([lines]);
}
