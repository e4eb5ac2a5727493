/** An open socket. How one is opened is `options.ts`. */
import type { Socket as HostSocket } from "wasmload:websocket/sockets@0.1.0";

import { text, whole } from "../boundary.js";
import { type Closure, WebSocketError, asked } from "./error.js";
import { type Arrival, type Message, arrival, limit, toHost } from "./message.js";

/**
 * An open socket, or one that has ended. Close it when done; the host closes what is left at the end of the VU. To iterate over it gives
 * the messages that come, until the other side closes it.
 */
export class Socket implements Iterable<Arrival> {
  #host: HostSocket | undefined;
  #end: Closure | undefined;

  /** A socket of the host's; `websocket.connect` makes it. */
  constructor(host: HostSocket) {
    this.#host = host;
  }

  /** The host's socket, for calls that take several. */
  lend(): HostSocket {
    if (this.#host === undefined) {
      throw new WebSocketError({ kind: "closed", code: 1803, message: "the socket is closed: the scenario closed it", closure: this.#end });
    }
    return this.#host;
  }

  /**
   * Sends a message, and waits until the system has taken it.
   *
   * @throws {WebSocketError} The socket has ended, or ends now.
   */
  send(message: Message): void {
    const [host, sent] = [this.lend(), toHost(message, "socket.send")];
    asked(() => host.send(sent));
  }

  /**
   * Waits for the next message, at most so long: milliseconds or text such as `"5s"`; undefined when none came. Without a timeout it waits
   * for as long as the iteration lasts. Messages that came before the socket ended are still received.
   *
   * @throws {WebSocketError} The socket has ended; `closure` says how.
   */
  receive(): Arrival;
  receive(timeout: number | string | undefined): Arrival | undefined;
  receive(timeout?: number | string): Arrival | undefined {
    const [host, most] = [this.lend(), limit(timeout, "socket.receive: the timeout")];
    const found = asked(() => host.receive(most));
    return found === null || found === undefined ? undefined : arrival(found);
  }

  /**
   * Sends a message and waits for the first one that comes after it, at most so long (60 seconds without it): a request and its answer,
   * where the protocol has one answer for each request. Records `ws_msg_rtt`. Messages that came before are left to `receive`.
   *
   * @throws {WebSocketError} No answer came in time, or the socket has ended.
   */
  exchange(message: Message, timeout?: number | string): Arrival {
    const [host, sent] = [this.lend(), toHost(message, "socket.exchange")];
    const most = limit(timeout, "socket.exchange: the timeout");
    return arrival(asked(() => host.exchange(sent, most)));
  }

  /**
   * Sends a ping and waits for its pong, at most so long (60 seconds without it): the round trip in milliseconds, which `ws_ping` records
   * too.
   *
   * @throws {WebSocketError} No pong came in time, or the socket has ended.
   */
  ping(timeout?: number | string): number {
    const [host, most] = [this.lend(), limit(timeout, "socket.ping: the timeout")];
    return asked(() => host.ping(most));
  }

  /**
   * Closes the socket and waits for the other side to do so too; after the timeout (10 seconds without it) the connection ends anyway, and
   * the code is 1006. Says how the socket ended, also when it had ended before.
   *
   * @param code 1000, 1001, or from 3000 to 4999.
   * @param reason At most 123 bytes.
   * @throws {WebSocketError} The code or the reason is not valid.
   */
  close(code = 1000, reason = "", timeout?: number | string): Closure {
    const host = this.#host;
    if (host === undefined) return this.#end as Closure;
    const [number, why] = [Math.min(whole(code, "socket.close: the code"), 65_535), text(reason, "socket.close: the reason")];
    const most = limit(timeout, "socket.close: the timeout");
    this.#end = asked(() => host.close(number, why, most));
    this.#host = undefined;
    host[Symbol.dispose]();
    return this.#end;
  }

  /** How the socket ended; undefined while it is open. Messages may still be waiting. */
  get closure(): Closure | undefined {
    return this.#host === undefined ? this.#end : (this.#host.closure() ?? undefined);
  }

  /** The subprotocol that the server chose; empty when it chose none, and once the socket is closed. */
  get subprotocol(): string {
    return this.#host?.subprotocol() ?? "";
  }

  /** The header fields of the answer to the handshake, in order, names in lower case; none once the socket is closed. */
  get headers(): [name: string, value: string][] {
    return this.#host?.headers() ?? [];
  }

  *[Symbol.iterator](): Generator<Arrival> {
    for (;;) {
      let found: Arrival;
      try {
        found = this.receive();
      } catch (error) {
        if (error instanceof WebSocketError && error.kind === "closed") return;
        throw error;
      }
      yield found;
    }
  }
}
