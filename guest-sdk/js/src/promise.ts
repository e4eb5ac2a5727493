/**
 * Promises whose jobs the SDK itself runs. The engine's own would never be driven: a component of the synchronous world ends
 * its call without looking at them. The build turns `async` functions into ones that use the global `Promise`, which is this.
 *
 * By ECMA-262, section 27.2, without subclasses.
 */
import { callable } from "./boundary.js";
import { enqueue, noteHandled, noteRejected } from "./jobs.js";

type State = "pending" | "fulfilled" | "rejected";
type Reaction = { fulfilled: (value: unknown) => void; rejected: (reason: unknown) => void };

/** A promise. */
export class QueuedPromise<T> implements PromiseLike<T> {
  #state: State = "pending";
  #value: unknown;
  #reactions: Reaction[] = [];
  #handled = false;

  constructor(executor: (resolve: (value: T | PromiseLike<T>) => void, reject: (reason?: unknown) => void) => void) {
    callable(executor, "new Promise: the executor");
    const { resolve, reject } = this.#settlers();
    try {
      executor(resolve, reject);
    } catch (error) {
      reject(error);
    }
  }

  get [Symbol.toStringTag](): string {
    return "Promise";
  }

  /** Functions of which the first that is called settles the promise. */
  #settlers(): { resolve: (value: unknown) => void; reject: (reason: unknown) => void } {
    let done = false;
    const once = (settle: (value: unknown) => void) => (value: unknown) => {
      if (done) return;
      done = true;
      settle(value);
    };
    return { resolve: once((value) => this.#resolve(value)), reject: once((reason) => this.#settle("rejected", reason)) };
  }

  #resolve(value: unknown): void {
    if (value === this) {
      this.#settle("rejected", new TypeError("a promise cannot be resolved with itself"));
      return;
    }
    let then: unknown;
    try {
      then = (typeof value === "object" && value !== null) || typeof value === "function" ? (value as { then?: unknown }).then : undefined;
    } catch (error) {
      this.#settle("rejected", error);
      return;
    }
    if (typeof then !== "function") {
      this.#settle("fulfilled", value);
      return;
    }
    const follow = then;
    enqueue(() => {
      const { resolve, reject } = this.#settlers();
      try {
        follow.call(value, resolve, reject);
      } catch (error) {
        reject(error);
      }
    });
  }

  #settle(state: State, value: unknown): void {
    this.#state = state;
    this.#value = value;
    const reactions = this.#reactions;
    this.#reactions = [];
    if (state === "rejected" && !this.#handled) noteRejected(this, value);
    for (const reaction of reactions) this.#react(reaction);
  }

  #react({ fulfilled, rejected }: Reaction): void {
    const { run, value } = { run: this.#state === "fulfilled" ? fulfilled : rejected, value: this.#value };
    enqueue(() => run(value));
  }

  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): QueuedPromise<A | B> {
    return new QueuedPromise<A | B>((resolve, reject) => {
      const handler = (on: unknown, otherwise: (value: unknown) => void) => (value: unknown) => {
        if (typeof on !== "function") return otherwise(value);
        try {
          resolve(on(value) as A | B);
        } catch (error) {
          reject(error);
        }
      };
      const reaction = {
        fulfilled: handler(onFulfilled, resolve as (value: unknown) => void),
        rejected: handler(onRejected, reject),
      };
      if (this.#state === "rejected" && !this.#handled) noteHandled(this);
      this.#handled = true;
      if (this.#state === "pending") this.#reactions.push(reaction);
      else this.#react(reaction);
    });
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): QueuedPromise<T | B> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): QueuedPromise<T> {
    if (typeof onFinally !== "function") return this.then();
    return this.then(
      (value) => QueuedPromise.resolve(onFinally()).then(() => value),
      (reason) =>
        QueuedPromise.resolve(onFinally()).then(() => {
          throw reason;
        }),
    );
  }

  static resolve<T>(value?: T | PromiseLike<T>): QueuedPromise<T> {
    return value instanceof QueuedPromise ? value : new QueuedPromise<T>((resolve) => resolve(value as T));
  }

  static reject<T = never>(reason?: unknown): QueuedPromise<T> {
    return new QueuedPromise<T>((_resolve, reject) => reject(reason));
  }

  static withResolvers<T>(): { promise: QueuedPromise<T>; resolve: (value: T | PromiseLike<T>) => void; reject: (reason?: unknown) => void } {
    let resolve: (value: T | PromiseLike<T>) => void = () => undefined;
    let reject: (reason?: unknown) => void = () => undefined;
    const promise = new QueuedPromise<T>((res, rej) => {
      resolve = res;
      reject = rej;
    });
    return { promise, resolve, reject };
  }

  static all(values: Iterable<unknown>): QueuedPromise<unknown[]> {
    return collect(values, (one, done, fail) => one.then(done, fail));
  }

  static allSettled(values: Iterable<unknown>): QueuedPromise<unknown[]> {
    return collect(values, (one, done) =>
      one.then(
        (value) => done({ status: "fulfilled", value }),
        (reason) => done({ status: "rejected", reason }),
      ),
    );
  }

  static any(values: Iterable<unknown>): QueuedPromise<unknown> {
    // All of the reversed: the first that holds is the failure, and all failures are the result.
    return collect(values, (one, done, fail) => one.then(fail, done)).then(
      (reasons) => {
        throw new AggregateError(reasons, "all promises were rejected");
      },
      (value) => value,
    );
  }

  static race(values: Iterable<unknown>): QueuedPromise<unknown> {
    return new QueuedPromise((resolve, reject) => {
      for (const value of values) QueuedPromise.resolve(value).then(resolve, reject);
    });
  }
}

type Gather = (one: QueuedPromise<unknown>, done: (value: unknown) => void, fail: (reason: unknown) => void) => void;

/** A promise of what `gather` makes of each value, in their order. */
function collect(values: Iterable<unknown>, gather: Gather): QueuedPromise<unknown[]> {
  return new QueuedPromise((resolve, reject) => {
    const results: unknown[] = [];
    let left = 1;
    const finish = () => {
      left -= 1;
      if (left === 0) resolve(results);
    };
    let i = 0;
    for (const value of values) {
      const at = i++;
      left += 1;
      const done = (result: unknown) => {
        results[at] = result;
        finish();
      };
      gather(QueuedPromise.resolve(value), done, reject);
    }
    finish();
  });
}

