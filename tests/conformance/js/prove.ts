/** The check of a name, and a word in the log when it does not hold. */
import { check } from "wasmload";

export function prove(name: string, holds: boolean): void {
  if (!check(null, { [name]: holds })) console.error(`${name} does not hold`);
}
