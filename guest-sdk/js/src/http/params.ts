/** Settings that many requests share, read once. Not required: any request takes the same settings as a plain object. */
import type { Params as HostParams } from "wasmload:http/client@0.1.0";

import { type RequestParams, type Settings, type Shared, read } from "./settings.js";
import { generation, hostParams } from "./shared.js";

/** Settings that are read and handed to the host once: requests with them cost the least. */
export class Params implements Shared {
  readonly #settings: Settings;
  #host: HostParams | undefined;
  #generation = -1;

  /** Use {@link params}. */
  constructor(settings: Settings) {
    // Header fields are the host's too: it adds them to each request without being told again.
    const { headers, host } = settings;
    const all = [...(host?.headers ?? []), ...headers];
    this.#settings = headers.length > 0 ? { ...settings, headers: [], host: { ...host, headers: all } } : settings;
  }

  /** What they say. */
  get settings(): Settings {
    return this.#settings;
  }

  /** The host's side of them. */
  get host(): HostParams | undefined {
    if (this.#generation !== generation) {
      this.#host = hostParams(this.#settings.host);
      this.#generation = generation;
    }
    return this.#host;
  }
}

/**
 * Makes settings that many requests share. Make them once, at the top of the module or in `vuStart`.
 *
 * ```ts
 * const api = http.params({ headers: { authorization: `Bearer ${__ENV.TOKEN}` }, tags: { name: "item" } });
 * ```
 */
export function params(settings: RequestParams): Params {
  return new Params(read(settings, "http.params"));
}
