/**
 * The host's `params`, made once for equal settings. Not the users' objects: those may be new in every iteration, and as the
 * collector tells nobody when it takes one, the host would keep what it was told for ever.
 */
import client, { type Params as HostParams } from "wasmload:http/client@0.1.0";

import { defaults } from "./defaults.js";
import type { HostSettings } from "./settings.js";

/** So many are kept at most; then all are dropped, and made again when they are needed. */
const MOST_KEPT = 200;

const kept = new Map<string, HostParams>();

/** The host's `params` for these settings on top of the defaults; undefined where the host's own defaults do. */
export function hostParams(settings: HostSettings | undefined): HostParams | undefined {
  if (settings === undefined && defaults.host === undefined) return undefined;
  const key = settings === undefined ? "" : JSON.stringify(settings);
  const found = kept.get(key);
  if (found !== undefined) return found;
  if (kept.size >= MOST_KEPT) forget();
  const headers = [...(defaults.host?.headers ?? []), ...(settings?.headers ?? [])];
  const made = make({ ...defaults.host, ...settings, headers });
  kept.set(key, made);
  return made;
}

/** How often all were dropped: who keeps one has to ask again when this number has changed. */
export let generation = 0;

/** Drops them all: the defaults have changed, or there are too many. */
export function forget(): void {
  for (const params of kept.values()) params[Symbol.dispose]();
  kept.clear();
  generation += 1;
}

function make(settings: HostSettings): HostParams {
  const params = new client.Params();
  if (settings.name !== undefined) params.setName(settings.name);
  for (const [name, value] of settings.tags ?? []) params.setTag(name, value);
  for (const [name, value] of settings.headers ?? []) params.addHeader(name, value);
  const { connectMs, firstByteMs, totalMs } = settings;
  if (connectMs !== undefined || firstByteMs !== undefined || totalMs !== undefined) {
    params.setTimeouts({ connectMs, firstByteMs, totalMs });
  }
  if (settings.redirects !== undefined) params.setRedirects(settings.redirects);
  if (settings.discard === true) params.setBodyMode("discard");
  if (settings.maxBody !== undefined) params.setBodyLimit(settings.maxBody);
  if (settings.expected !== undefined) params.setExpectedStatuses([...settings.expected]);
  return params;
}
