/** Why a socket does not do what it was asked for, and how one ended. */
import type { Closure, ErrorKind, Error as Failure } from "wasmload:websocket/sockets@0.1.0";

export type { Closure, ErrorKind };

/** A socket that cannot be opened, or does not do what it was asked for. */
export class WebSocketError extends Error {
  /** What to branch on. New kinds may come: have a branch for the rest. */
  readonly kind: ErrorKind;
  /**
   * A number in the ranges that k6 uses: 1000 general, 1050 timeout, 11xx DNS, 12xx TCP, 13xx TLS, and 18xx WebSocket; or 1000 and the
   * status of the answer, such as 1403, when the handshake was rejected.
   */
  readonly code: number;
  /** How the socket ended, if it has: 1005 when there was a close frame without a code, 1006 when there was no frame. */
  readonly closure: Closure | undefined;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = "WebSocketError";
    this.kind = failure.kind;
    this.code = failure.code;
    this.closure = failure.closure ?? undefined;
  }
}

/** Asks the host, whose errors become exceptions of ours. */
export function asked<T>(ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    const failure = (error as { payload?: Failure }).payload;
    throw failure === undefined ? error : new WebSocketError(failure);
  }
}
