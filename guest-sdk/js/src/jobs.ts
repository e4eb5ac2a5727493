/** The queue of what promises and `queueMicrotask` leave to be done, and the rejections that nobody handles. */

let queue: (() => void)[] = [];
const rejected = new Map<object, unknown>();

/** Leaves something to be done before the call of the host ends. */
export function enqueue(job: () => void): void {
  queue.push(job);
}

/** Whether nothing is left to be done, or to be told. */
export function isIdle(): boolean {
  return queue.length === 0 && rejected.size === 0;
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
  rejected.set(promise, reason);
}

/** Somebody handles it after all. */
export function noteHandled(promise: object): void {
  rejected.delete(promise);
}

/** Forgets everything, and gives the first rejection that nobody handled. */
export function endJobs(): { reason: unknown } | undefined {
  queue = [];
  if (rejected.size === 0) return undefined;
  const [reason] = rejected.values();
  rejected.clear();
  return { reason };
}
