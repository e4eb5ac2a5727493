/**
 * Rows of files that all VUs share: `--data NAME=FILE`, or `data` in the plan. Not files: which file a name stands for is the
 * affair of who starts the test. The host reads it once, and a row crosses when it is asked for.
 */
import host, { type Dataset, type Error as Refusal, type Fault } from "wasmload:data/rows@0.1.0";

import { MOST_WHOLE, inWords, text, whole } from "./boundary.js";

/** Why there is no data, or no row. */
export class DataError extends Error {
  /** What to branch on. */
  readonly fault: Fault;

  constructor({ fault, message }: Refusal) {
    super(message);
    this.name = "DataError";
    this.fault = fault;
  }
}

/** Asks the host; its refusal is a `DataError`. */
function ask<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    const refusal = (error as { payload?: Refusal }).payload;
    throw refusal === undefined ? error : new DataError(refusal);
  }
}

/** What was opened in this VU: handles are not collected with their objects, so that there is one for each name. */
const opened = new Map<string, Dataset>();

const INDEX = /^(0|[1-9][0-9]*)$/;

/** Reads `rows[3]` as an array does. */
const indices: ProxyHandler<Rows<unknown>> = {
  get(rows, property) {
    if (typeof property === "string" && INDEX.test(property)) return rows.at(Number(property));
    const value: unknown = Reflect.get(rows, property, rows);
    return typeof value === "function" ? value.bind(rows) : value;
  },
  has(rows, property) {
    if (typeof property === "string" && INDEX.test(property)) return Number(property) < rows.length;
    return Reflect.has(rows, property);
  },
  set() {
    throw new TypeError("rows of data are shared by all VUs and cannot be changed; copy one: {...users[0]}");
  },
};

class Rows<T> implements Iterable<T> {
  /** What the data is called. */
  readonly name: string;

  constructor(name: string, made?: unknown) {
    this.name = text(name, "new SharedArray: the name");
    if (made !== undefined) {
      throw new TypeError(
        `new SharedArray: the second argument is ${inWords(made)}; rows come from a file: ` +
          `new SharedArray("${this.name}"), and wasmload run --data ${this.name}=FILE`,
      );
    }
  }

  get #data(): Dataset {
    let data = opened.get(this.name);
    if (data === undefined) {
      data = ask(() => host.open(this.name));
      opened.set(this.name, data);
    }
    return data;
  }

  /** How many rows there are: at least one. */
  get length(): number {
    return this.#data.size();
  }

  /** The row of that index, from 0, or from the end when it is negative; undefined where there is none. */
  at(index: number): T | undefined {
    const from = index < 0 ? this.length + index : index;
    return from >= 0 && from < this.length ? this.row(from) : undefined;
  }

  /**
   * The row of that index, from 0.
   *
   * @throws {DataError} `out-of-range`.
   */
  row(index: number): T {
    const checked = Math.min(whole(index, `${this.name}.row: the index`), MOST_WHOLE);
    return JSON.parse(ask(() => this.#data.row(checked))) as T;
  }

  /** A row at random, with repetitions. The same `--seed` gives each VU the same rows again. */
  random(): T {
    return JSON.parse(this.#data.random()) as T;
  }

  /**
   * The next row that nobody had, over all VUs of the test.
   *
   * @throws {DataError} `exhausted` or `ended`: the rows are used up. Let `ended` through: the test ends, and the iteration does
   * not count as failed.
   */
  unique(): T {
    return JSON.parse(ask(() => this.#data.unique())) as T;
  }

  /**
   * The next row of this VU's own part: every n-th row, where n is the most VUs that its scenario may have.
   *
   * @throws {DataError} As of `unique`.
   */
  partition(): T {
    return JSON.parse(ask(() => this.#data.partition())) as T;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let index = 0, { length } = this; index < length; index += 1) yield this.row(index);
  }
}

/** Data of a name. Opened at its first use, so that it may be made at the top of the module. */
export type SharedArray<T> = Rows<T> & { readonly [index: number]: T };

/**
 * Data of a name, as an array that is read from the host: `users.length`, `users[3]`, `for (const user of users)`, and
 * `users.random()`, `users.unique()`, `users.partition()`. A row of CSV is an object of strings by the names of the columns.
 *
 * k6's takes a function that makes the rows; this one takes them from the file that `--data NAME=FILE` names.
 */
export const SharedArray = new Proxy(Rows, {
  construct(target, [name, made]: [string, unknown]) {
    return new Proxy(new target(name, made), indices);
  },
}) as unknown as new <T = Record<string, string>>(name: string) => SharedArray<T>;

export default { DataError, SharedArray };
