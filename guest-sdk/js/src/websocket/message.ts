/** What is sent and received over a socket, and how long that may take. */
import type { Arrival as HostArrival, Message as HostMessage } from "wasmload:websocket/sockets@0.1.0";

import { inWords, wellFormed, whole } from "../boundary.js";
import { milliseconds } from "../duration.js";

/** Text or bytes. */
export type Message = string | ArrayBuffer | Uint8Array;

/** A message that came. */
export interface Arrival {
  /** What came: text, or bytes. */
  message: string | Uint8Array;
  /**
   * When its last byte was read, in milliseconds since the test began: on the clock of `exec.instance.currentTestRunDuration`, and
   * whatever the VU was doing then.
   */
  at: number;
}

/** A message as the host takes it. */
export function toHost(message: Message, call: string): HostMessage {
  if (typeof message === "string") return { tag: "text", val: wellFormed(message) };
  if (message instanceof Uint8Array) return { tag: "binary", val: message };
  if (message instanceof ArrayBuffer) return { tag: "binary", val: new Uint8Array(message) };
  throw new TypeError(`${call}: the message must be a string, an ArrayBuffer or a Uint8Array, not ${inWords(message)}`);
}

/** A message as users see it. */
export function arrival({ message, atUs }: HostArrival): Arrival {
  return { message: message.val, at: atUs / 1000 };
}

/** A limit on time as the host takes it; null for none. */
export function limit(value: number | string | undefined, what: string): number | null {
  return value === undefined || value === null ? null : whole(Math.ceil(milliseconds(value, what)), what);
}
