/** What holds for requests that do not say otherwise: from `options`, and from `http.setResponseCallback`. */
import type { HostSettings, ResponseType } from "./settings.js";

/** The defaults of this VU. */
export const defaults: {
  /** What the host is told about every request; undefined where its own defaults do. */
  host: HostSettings | undefined;
  /** What bodies are read as. */
  responseType: ResponseType;
  /** Whether a request without a response is an exception. */
  throws: boolean;
} = { host: undefined, responseType: "text", throws: false };
