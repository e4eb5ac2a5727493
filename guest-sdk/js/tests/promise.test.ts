// What runs in which order is compared with the promises of node.
import assert from "node:assert/strict";
import { test } from "node:test";

import { endJobs, runJobs } from "../src/jobs.js";
import { QueuedPromise } from "../src/promise.js";

/** A piece of a program: it writes down what happens. */
type Piece = (P: PromiseConstructor, note: (what: unknown) => void) => void;

const PIECES: Record<string, Piece> = {
  order: (P, note) => {
    P.resolve(1).then(note).then(() => note("second"));
    new P((resolve) => resolve(P.resolve("nested"))).then(note);
    P.resolve({ then: (done: (value: string) => void) => done("thenable") }).then(note);
    note("first");
  },
  errors: (P, note) => {
    P.reject(new Error("x")).catch((error: Error) => note(error.message));
    new P(() => {
      throw new Error("thrown");
    }).then(note, (error: Error) => note(error.message));
    P.resolve(1).finally(() => note("finally")).then(note);
    P.reject(2).finally(() => note("finally")).catch(note);
    P.resolve(1).then(undefined).then(note);
  },
  together: (P, note) => {
    P.all([1, P.resolve(2), 3]).then((all) => note(all.join()));
    P.all([]).then((all) => note(all.length));
    P.all([P.reject("no"), 1]).catch(note);
    P.race([P.resolve("fast"), new P(() => undefined)]).then(note);
    P.allSettled([P.reject("r"), 1]).then((all) => note(all.map(({ status }) => status).join()));
    P.any([P.reject("a"), P.resolve("b")]).then(note);
    P.any([P.reject("a")]).catch((error: AggregateError) => note(error.errors.join()));
  },
};

for (const [name, piece] of Object.entries(PIECES)) {
  test(`promises settle as node's do: ${name}`, async () => {
    const expected: unknown[] = [];
    piece(Promise, (what) => expected.push(what));
    await new Promise((resolve) => setImmediate(resolve));
    const ours: unknown[] = [];
    piece(QueuedPromise as unknown as PromiseConstructor, (what) => ours.push(what));
    runJobs();
    assert.deepEqual(endJobs(), undefined);
    // Steps inside of one combinator may be fewer; what happens to each promise is the same.
    const sorted = (list: unknown[]) => (name === "together" ? list.map(String).sort() : list);
    assert.deepEqual(sorted(ours), sorted(expected));
  });
}

test("a rejection that nobody handles is told", () => {
  QueuedPromise.reject("lost");
  runJobs();
  assert.deepEqual(endJobs(), { reason: "lost" });
  const late = QueuedPromise.reject("handled later");
  late.catch(() => undefined);
  runJobs();
  assert.equal(endJobs(), undefined);
});
