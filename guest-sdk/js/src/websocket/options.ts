/** How a socket is opened: what users write, read. */
import type { Options } from "wasmload:websocket/sockets@0.1.0";

import { inWords, pairs, text, whole } from "../boundary.js";
import type { Tags } from "../tags.js";
import { limit } from "./message.js";

/** How a socket is opened. All may be left out. */
export interface SocketOptions {
  /** Header fields of the handshake. Those that make it a handshake belong to the host. */
  headers?: Record<string, string | number | boolean>;
  /** Subprotocols, the most wanted first (RFC 6455, section 1.9). */
  subprotocols?: string[];
  /** Whether to offer permessage-deflate (RFC 7692). The server decides. */
  compression?: boolean;
  /** How long opening may take: milliseconds or text such as `"5s"`. 60 seconds without it. */
  timeout?: number | string;
  /** How large a message may be that comes, in bytes; 1 MiB without it. A larger one closes the socket with code 1009. */
  messageLimit?: number;
  /**
   * The value of the tag `name`, which groups samples; without it the tag holds the URL. Name sockets whose URL holds an identity, or
   * every one of them becomes a series of its own.
   */
  name?: string;
  /** Tags for the samples of this socket. */
  tags?: Tags;
}

const KNOWN = new Set(["headers", "subprotocols", "compression", "timeout", "messageLimit", "name", "tags"]);

/** Reads options, and refuses those that there are not. `call` names the function in messages. */
export function read(options: SocketOptions | null | undefined, call: string): Options {
  const given = options ?? {};
  if (typeof given !== "object") throw new TypeError(`${call}: the options must be an object, not ${inWords(given)}`);
  for (const key in given) {
    if (!KNOWN.has(key)) throw new TypeError(`${call}: there is no option \`${key}\`; there are ${[...KNOWN].join(", ")}`);
  }
  const { headers, subprotocols = [], compression = false, timeout, messageLimit, name, tags } = given;
  if (!Array.isArray(subprotocols)) throw new TypeError(`${call}: \`subprotocols\` must be an array, not ${inWords(subprotocols)}`);
  return {
    headers: headers === undefined ? [] : pairs(headers, `${call}: \`headers\``),
    subprotocols: subprotocols.map((one) => text(one, `${call}: \`subprotocols\``)),
    compression: Boolean(compression),
    timeoutMs: limit(timeout, `${call}: \`timeout\``),
    messageLimit: messageLimit === undefined ? null : whole(messageLimit, `${call}: \`messageLimit\``),
    name: name === undefined ? null : text(name, `${call}: \`name\``),
    tags: tags === undefined ? [] : pairs(tags, `${call}: \`tags\``),
  };
}
