/** Sets of tags as the host's numbers. Not the tags of the VU: `exec.vu.metrics.tags` sets those, and these come on top. */
import metrics, { type TagSet } from "wasmload:metrics/metrics@0.1.0";

import { pairs } from "./boundary.js";

/** Names and values of tags. Few values per name: each combination of tags is a series of its own. */
export type Tags = Record<string, string | number | boolean>;

/** So many sets are remembered at most; then all are forgotten and asked for again. */
const MOST_REMEMBERED = 1000;

const known = new Map<string, TagSet>();

/** The host's number for a set of tags; 0 for none. */
export function tagSet(tags: Tags | undefined | null, what: string): TagSet {
  if (tags === undefined || tags === null) return 0;
  const key = JSON.stringify(tags);
  const found = known.get(key);
  if (found !== undefined) return found;
  const registered = metrics.registerTags(pairs(tags, `${what}: tags`));
  if (known.size >= MOST_REMEMBERED) known.clear();
  known.set(key, registered);
  return registered;
}
