/** The queue of what promises and `queueMicrotask` leave to be done, and the rejections that nobody handles. */

let queue: (() => void)[] = [];
const rejected = new Map<object, unknown>();

/**
 * Whether anything was left to be done, or to be told, since {@link endJobs}: a job, a timer, a rejection. It may be done already. A
 * plain variable, since it is asked in every iteration.
 */
export let stirred = false;

/** Something is left that is not in the queue: a timer. */
export function stir(): void {
  stirred = true;
}

/** Leaves something to be done before the call of the host ends. */
export function enqueue(job: () => void): void {
  stirred = true;
  queue.push(job);
}

/** Does all that is left, and what comes of it. */
export function runJobs(): void {
  while (queue.length > 0) {
    const now = queue;
    queue = [];
    for (const job of now) job();
  }
}

/** Remembers a rejection that nobody has handled yet. */
export function noteRejected(promise: object, reason: unknown): void {
  stirred = true;
  rejected.set(promise, reason);
}

/** Somebody handles it after all. */
export function noteHandled(promise: object): void {
  rejected.delete(promise);
}

/** Forgets everything, and gives the first rejection that nobody handled. */
export function endJobs(): { reason: unknown } | undefined {
  stirred = false;
  queue = [];
  if (rejected.size === 0) return undefined;
  const [reason] = rejected.values();
  rejected.clear();
  return { reason };
}
