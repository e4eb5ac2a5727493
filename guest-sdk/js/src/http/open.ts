/**
 * The responses whose contents the host still holds. A host handle is not collected with its object: it has to be dropped, at
 * the latest when the iteration ends. Not a cache: nothing is looked up here.
 */
import type { Content } from "wasmload:http/client@0.1.0";

/** What holds a content, and can give it back. */
export interface Holder {
  /** Drops the content; what is asked for afterwards is an exception. */
  close(): void;
}

/** So many stay open whether they are still in use or not: asking would cost more than they do. */
const KEPT_UNASKED = 32;

/** So many may be in use at one time in one VU, or the oldest are closed. The host allows 1,000. */
const MOST = 500;

const first: Holder[] = [];
let others: { holder: WeakRef<Holder>; content: Content }[] = [];
let sweepAt = KEPT_UNASKED;

/** Remembers to drop the content of a response. */
export function track(holder: Holder, content: Content): void {
  const at = first.length;
  if (at < KEPT_UNASKED) {
    // Not `push`: an element more is one instruction of the engine, and `push` a call.
    first[at] = holder;
    return;
  }
  others.push({ holder: new WeakRef(holder), content });
  if (others.length >= sweepAt) sweep();
}

/** Drops the contents of responses that nobody has any more, and the oldest of too many. */
function sweep(): void {
  others = others.filter(({ holder, content }) => {
    if (holder.deref() !== undefined) return true;
    content[Symbol.dispose]();
    return false;
  });
  for (const oldest of others.splice(0, Math.max(0, others.length - MOST))) close(oldest);
  sweepAt = others.length + KEPT_UNASKED;
}

function close({ holder, content }: { holder: WeakRef<Holder>; content: Content }): void {
  const alive = holder.deref();
  if (alive === undefined) content[Symbol.dispose]();
  else alive.close();
}

/** Drops all contents: the iteration, or another step of the lifecycle, is over. */
export function closeAll(): void {
  const open = first.length;
  if (open === 0) return;
  // Not `for … of`, which makes an iterator in every iteration.
  for (let i = 0; i < open; i++) (first[i] as Holder).close();
  first.length = 0;
  if (others.length === 0) return;
  others.forEach(close);
  others = [];
  sweepAt = KEPT_UNASKED;
}
