/** Any value as text for the log. Not a format to parse, and not what node prints: objects are JSON, as in k6. */
import { wellFormed } from "./boundary.js";

/** Several values, as `console.log` takes them, with a space in between. */
export function inspect(values: readonly unknown[]): string {
  return wellFormed(values.map(one).join(" "));
}

function one(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return value.stack ? `${value.name}: ${value.message}\n${value.stack.trimEnd()}` : String(value);
  if (typeof value === "function") return `[function ${value.name || "without a name"}]`;
  if (typeof value !== "object" || value === null) return String(value);
  try {
    return JSON.stringify(value, readable);
  } catch {
    // A cycle, or a `toJSON` that throws.
    return Object.prototype.toString.call(value);
  }
}

/** What JSON has no word for. */
function readable(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return one(value);
  if (value instanceof Error) return String(value);
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set || ArrayBuffer.isView(value)) return Array.from(value as Iterable<unknown>);
  return value;
}
