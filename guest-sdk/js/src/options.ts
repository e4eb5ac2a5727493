/**
 * `export const options`: what runs, how often, and what has to hold. Not the last word: a plan file and command-line flags
 * override it, key by key. The keys of the plan go to the host, which checks them and names all faults at once; those of k6
 * that the SDK can honour itself stay here.
 */
import { inWords } from "./boundary.js";
import { defaults } from "./http/defaults.js";
import { forget } from "./http/shared.js";
import type { HostSettings } from "./http/settings.js";
import type { Plan } from "./plan.js";

export type * from "./plan.js";

/** The plan that a scenario proposes, and k6's options for its own requests. */
export interface Options extends Plan {
  /** Reads no bodies, unless a request has a `responseType`. */
  discardResponseBodies?: boolean;
  /** How many redirects a request follows that does not say so itself. 10 without it. */
  maxRedirects?: number;
  /** The header field `user-agent` of all requests. */
  userAgent?: string;
  /** Whether a request without a response is an exception. */
  throw?: boolean;
}

/** Keys that mean nothing here and change nothing: they are left out. */
const IDLE = new Set(["cloud", "ext", "systemTags", "noCookiesReset", "noUsageReport", "summaryTimeUnit", "setupData"]);

/** Keys of k6 that would change what runs, and where to say the same. */
const ELSEWHERE: Record<string, string> = {
  insecureSkipTLSVerify: "start the test with `--insecure-skip-tls-verify`",
  rps: "limit the rate with an executor such as `constant-arrival-rate`",
  batch: "a batch sends twenty requests at a time",
  batchPerHost: "a batch sends six requests to one host at a time",
  noConnectionReuse: "send the header `connection: close`",
  noVUConnectionReuse: "connections are kept between iterations",
  hosts: "use a URL of the host itself, and the header `host`",
  dns: "names are looked up by the system",
  blockHostnames: "only hosts that are granted with `--allow-net` can be reached",
  blacklistIPs: "only hosts that are granted with `--allow-net` can be reached",
  localIPs: "the system chooses the address",
  tlsAuth: "there are no client certificates",
  tlsCipherSuites: "TLS 1.2 and 1.3 with the safe suites are all there is",
  tlsVersion: "TLS 1.2 and 1.3 with the safe suites are all there is",
  httpDebug: "use `console.log`",
  paused: "a test starts at once",
  linger: "a test ends at its end",
  executionSegment: "a test runs on one machine",
  executionSegmentSequence: "a test runs on one machine",
  noSetup: "start the test with `--no-setup`",
  noTeardown: "start the test with `--no-teardown`",
  noThresholds: "start the test with `--no-thresholds`",
};

let current: Readonly<Record<string, unknown>> = {};

/** The options of this VU's module. */
export function chosen(): Readonly<Record<string, unknown>> {
  return current;
}

/** Makes the options hold that are about requests. */
export function apply(options: unknown): void {
  if (options === undefined) return;
  current = asObject(options);
  const { discardResponseBodies, maxRedirects, userAgent, throw: throws } = current as Options;
  const host: HostSettings = {};
  if (discardResponseBodies === true) host.discard = true;
  if (maxRedirects !== undefined) host.redirects = maxRedirects;
  if (userAgent !== undefined) host.headers = [["user-agent", String(userAgent)]];
  defaults.throws = throws === true;
  defaults.responseType = discardResponseBodies === true ? "none" : "text";
  if (Object.keys(host).length > 0) {
    // What the module has set while it was evaluated, by `http.setResponseCallback`, still holds.
    defaults.host = { ...host, ...defaults.host };
    forget();
  }
}

/**
 * The plan in the options, as JSON; undefined when they say nothing.
 *
 * @throws {Error} They use options of k6 that there are not; all are named at once.
 */
export function plan(options: unknown): string | undefined {
  const rest: Record<string, unknown> = {};
  const refused: string[] = [];
  for (const [key, value] of Object.entries(asObject(options))) {
    if (["discardResponseBodies", "maxRedirects", "userAgent", "throw"].includes(key) || IDLE.has(key)) continue;
    const instead = ELSEWHERE[key];
    if (instead === undefined) rest[key] = value;
    else if (value !== undefined && value !== null && value !== false) refused.push(`\`${key}\`: ${instead}`);
  }
  if (refused.length > 0) throw new Error(`options of k6 that there are not here:\n  ${refused.join("\n  ")}`);
  return Object.keys(rest).length === 0 ? undefined : JSON.stringify(rest);
}

function asObject(options: unknown): Record<string, unknown> {
  if (options === undefined || options === null) return {};
  if (typeof options === "object" && !Array.isArray(options)) return options as Record<string, unknown>;
  throw new TypeError(`\`export const options\` must be an object, not ${inWords(options)}`);
}
