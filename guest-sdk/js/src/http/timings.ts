/** Where the time of a request went, in milliseconds, with k6's names. Asked for only when somebody looks. */
import type { Timings as HostTimings } from "wasmload:http/client@0.1.0";

const NONE: HostTimings = {
  blocked: 0, dns: 0, connecting: 0, tlsHandshaking: 0, sending: 0, waiting: 0, receiving: 0,
};

/** The phases of a request. All are 0 when there was no response. */
export class Timings {
  /** Sending, waiting and receiving together: what `http_req_duration` records. */
  readonly duration: number;
  readonly #ask: (() => HostTimings) | undefined;
  #known: HostTimings | undefined;

  /** Phases that `ask` knows. */
  constructor(duration: number, ask?: () => HostTimings) {
    this.duration = duration;
    this.#ask = ask;
  }

  get #all(): HostTimings {
    return (this.#known ??= this.#ask === undefined ? NONE : this.#ask());
  }

  /** Everything before the sending begins. */
  get blocked(): number {
    return this.#all.blocked;
  }

  /** Looking up the name. k6 calls it so in the response, and has no metric of it; here that is `http_req_dns`. */
  get looking_up(): number {
    return this.#all.dns;
  }

  /** Making the TCP connection. */
  get connecting(): number {
    return this.#all.connecting;
  }

  /** The TLS handshake. */
  get tls_handshaking(): number {
    return this.#all.tlsHandshaking;
  }

  /** Writing the request. */
  get sending(): number {
    return this.#all.sending;
  }

  /** From the last byte written to the first byte of the response. */
  get waiting(): number {
    return this.#all.waiting;
  }

  /** From the first byte of the response to its last. */
  get receiving(): number {
    return this.#all.receiving;
  }

  /** All of them, for the log. */
  toJSON(): Record<string, number> {
    const { dns, tlsHandshaking, ...same } = this.#all;
    return { duration: this.duration, looking_up: dns, tls_handshaking: tlsHandshaking, ...same };
  }
}
