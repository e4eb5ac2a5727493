/**
 * k6's paths into JSON (gjson's syntax, the simple part): `items.0.id` is searched by the host without building the document;
 * `items.#` and `items.#.id` are answered here. Queries, wildcards and modifiers are refused.
 */

import { text } from "../boundary.js";

/** A value that JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A path, cut at its first `#`. Without one, `before` is all of it. */
export interface Path {
  /** What the host searches for. */
  readonly before: string;
  /** What follows the `#`: undefined without a `#`, empty for the length, else a path into each element. */
  readonly each: string | undefined;
}

/** Paths that were cut before: a scenario has few, and asks for them in each iteration. */
const known = new Map<string, Path>();

/** So many are remembered at most; then all are forgotten. */
const MOST_REMEMBERED = 1000;

/**
 * Cuts a path.
 *
 * @throws {TypeError} It uses what is not supported; the message says what.
 */
export function cut(path: string): Path {
  return known.get(path) ?? remember(text(path, "response.json: the path"));
}

function remember(path: string): Path {
  if (known.size >= MOST_REMEMBERED) known.clear();
  const parts = cutNew(path);
  known.set(path, parts);
  return parts;
}

function cutNew(path: string): Path {
  let start = 0;
  for (const part of components(path)) {
    if (part === "#") return { before: path.slice(0, Math.max(0, start - 1)), each: path.slice(start + 2) };
    const found = /(?<!\\)[*?|]|^[@!{[]|^#\(/.exec(part);
    if (found !== null) {
      throw new TypeError(
        `response.json: \`${path}\` has \`${found[0]}\`, and paths here have names, indices and \`#\` only; take response.json() and search it in JavaScript`,
      );
    }
    start += part.length + 1;
  }
  return { before: path, each: undefined };
}

/** The names of a path, as they are written. A dot after a backslash is part of a name. */
function components(path: string): string[] {
  return path.split(/(?<!\\)\./);
}

/** The length of an array, or the values at a path into each of its elements. What is no array has neither. */
export function ofEach(value: Json | undefined, each: string): Json | undefined {
  if (!Array.isArray(value)) return undefined;
  if (each === "") return value.length;
  const found: Json[] = [];
  for (const element of value) {
    const one = at(element, each);
    if (one !== undefined) found.push(one);
  }
  return found;
}

/** The value at a path into a document that is built already. */
export function at(value: Json | undefined, path: string): Json | undefined {
  const { before, each } = cut(path);
  let here = value;
  for (const part of before === "" ? [] : components(before)) {
    const name = part.replace(/\\(.)/g, "$1");
    if (typeof here !== "object" || here === null) return undefined;
    if (Array.isArray(here)) here = /^\d+$/.test(name) ? here[Number(name)] : undefined;
    else here = Object.hasOwn(here, name) ? here[name] : undefined;
  }
  return each === undefined ? here : ofEach(here, each);
}
