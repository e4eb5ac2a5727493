/** Named parts of an iteration. Not functions of the scenario: the host does not start groups, it only times them. */
import groups from "wasmload:metrics/groups@0.1.0";

import { callable, isThenable, text } from "./boundary.js";

/**
 * Runs a part of an iteration as a group, and returns what it returns. Samples inside carry the tag `group`, in k6's form
 * `::outer::inner`; the time it takes goes to the trend `group_duration`. At most 16 deep; deeper ones count as the 16th.
 *
 * The part must not be `async`: what it does after its first `await` would not belong to the group.
 */
export function group<T>(name: string, part: () => T): T {
  callable(part, "group: the part");
  groups.enter(text(name, "group: the name"));
  try {
    const result = part();
    if (isThenable(result)) {
      throw new TypeError(`group: the part \`${name}\` is async; a group takes functions that return their result`);
    }
    return result;
  } finally {
    groups.leave();
  }
}
