/**
 * The module `wasmload/websocket`: WebSockets (RFC 6455) whose every message the host measures. Calls wait for what they are for; k6's
 * modules, with their event loops, are not here. A socket lives until it is closed, or its VU ends: keep it at the top level of the
 * module, and the next iteration uses the same connection.
 *
 * Between the calls of a scenario the host answers pings and takes messages in: each arrival says when its message came, not when it
 * was asked for.
 */
import host from "wasmload:websocket/sockets@0.1.0";

import { inWords, text } from "./boundary.js";
import { WebSocketError, asked } from "./websocket/error.js";
import { type Arrival, arrival, limit } from "./websocket/message.js";
import { type SocketOptions, read } from "./websocket/options.js";
import { Socket } from "./websocket/socket.js";

export type { Closure, ErrorKind } from "./websocket/error.js";
export type { Arrival, Message } from "./websocket/message.js";
export type { SocketOptions } from "./websocket/options.js";
export { Socket, WebSocketError };

/**
 * Opens a socket to an absolute URL (`ws`, `wss`; `http` and `https` stand for them), or one that is relative to `--target`.
 *
 * ```ts
 * const socket = websocket.connect("/chat", { subprotocols: ["v2.chat"] });
 * const { message } = socket.exchange("hello", "5s");
 * ```
 *
 * @throws {WebSocketError} It cannot be opened.
 */
export function connect(url: string, options?: SocketOptions): Socket {
  const made = read(options, "websocket.connect");
  return new Socket(asked(() => host.connect(text(url, "websocket.connect: the URL"), made)));
}

/** What one of several sockets said: a message, or how it ended. */
export interface Heard {
  /** Which one. */
  socket: Socket;
  /** The message that came; undefined when the socket has ended. */
  arrival?: Arrival;
  /** Why there is none; undefined when one came. */
  error?: WebSocketError;
}

/**
 * Waits for the first of several sockets that has a message or has ended, at most so long: milliseconds or text such as `"5s"`, or for
 * as long as the iteration lasts. Undefined when nothing happened, or there are no sockets. Sockets take turns.
 */
export function receiveAny(sockets: Socket[], timeout?: number | string): Heard | undefined {
  if (!Array.isArray(sockets)) throw new TypeError(`websocket.receiveAny: the sockets must be an array, not ${inWords(sockets)}`);
  const found = host.receiveAny(sockets.map((socket) => socket.lend()), limit(timeout, "websocket.receiveAny: the timeout"));
  if (found === null || found === undefined) return undefined;
  const [index, heard] = found;
  const socket = sockets[index] as Socket;
  return heard.tag === "ok" ? { socket, arrival: arrival(heard.val) } : { socket, error: new WebSocketError(heard.val) };
}

export default { Socket, WebSocketError, connect, receiveAny };
