/** `wasmload:data`: rows that all VUs share, and why there is none. */
import { DataError, SharedArray } from "wasmload/data";
import exec from "wasmload/execution";

import { prove } from "./prove.js";

interface User {
  id: number;
  name: string;
}

const users = new SharedArray<User>("users");
const vouchers = new SharedArray("vouchers");
const few = new SharedArray<number>("few");

/** What is wrong, if something is. */
function fault(call: () => unknown): DataError | undefined {
  try {
    call();
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
  return undefined;
}

export function all(): void {
  prove("dataset.size", users.length === 8);
  prove("rows.open", true);
  const third = users[3];
  prove("dataset.row", third?.id === 3 && third.name === 'grüße "3"' && users[8] === undefined && users.at(-5)?.id === 3);
  prove("dataset.random", users.random().id < 8);
  const [one, other] = [users.unique(), users.unique()];
  prove("dataset.unique", one.id < other.id && other.id < 8);
  const [mine, next] = [users.partition(), users.partition()];
  prove("dataset.partition", mine.id % 2 === exec.vu.idInScenario - 1 && next.id === mine.id + 2);
  faults();
}

function faults(): void {
  const opened = (name: string) => fault(() => new SharedArray(name).length);
  const unknown = opened("nobody");
  prove("fault.unknown", unknown?.fault === "unknown");
  prove("rows.error.message", unknown?.message.includes("nobody") === true);
  prove("fault.missing", opened("missing")?.fault === "missing");
  const malformed = opened("malformed");
  prove("fault.malformed", malformed?.fault === "malformed" && malformed.message.includes("malformed.csv:3: "));
  prove("fault.empty", opened("empty")?.fault === "empty");
  prove("fault.out-of-range", fault(() => users.row(8))?.fault === "out-of-range");
  let code: string | undefined;
  const first = fault(() => {
    code = vouchers.unique().code;
  });
  const second = fault(() => vouchers.unique());
  prove("fault.exhausted", (first?.fault === "exhausted" || code === 'a, "b"') && second?.fault === "exhausted");
  prove("rows.error.fault", true);
}

/** Takes rows until the test ends for want of them. */
export function ending(): void {
  const error = fault(() => few.unique());
  if (error === undefined) return;
  prove("fault.ended", error.fault === "ended");
  throw error;
}
