/** `wasmload:metrics`: custom metrics, checks and groups. */
import { check, group } from "wasmload";
import exec from "wasmload/execution";
import { Counter, Gauge, MetricError, Rate, Trend } from "wasmload/metrics";

import { prove } from "./prove.js";

const TAGS = { kind: "own", scenario: "mine", group: "mine" };

/** More groups than may be open at once. */
const DEPTH = 18;

export function all(): void {
  kinds();
  prove("metrics.error.invalid-name", isRefused(() => new Counter("not a name"), "invalid-name", (why) => why !== ""));
  prove("metrics.error.conflict", isRefused(() => new Trend("conformance_counter"), "conflict", (what) => String(what).includes("counter")));
  prove("checks.register", check(null, { "registered by its name": true }));
  prove("checks.record", check(null, { "with tags": true }, TAGS));
  groups();
}

function kinds(): void {
  const counter = new Counter("conformance_counter");
  const gauge = new Gauge("conformance_gauge");
  const rate = new Rate("conformance_rate");
  const trend = new Trend("conformance_trend", true);
  for (const kind of ["counter", "gauge", "rate", "trend"]) prove(`kind.${kind}`, true);
  prove("metrics.register", new Counter("conformance_counter").name === counter.name);
  // The last three are left out, and counted in `values_rejected`.
  for (const value of [1, 2.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) counter.add(value);
  for (const value of [3, -2, 7]) gauge.add(value);
  for (const value of [true, true, false]) rate.add(value);
  for (const value of [10, 20, 30]) trend.add(value);
  prove("metrics.add", true);
  counter.add(10, TAGS);
  gauge.add(70, TAGS);
  rate.add(false, TAGS);
  trend.add(100, TAGS);
  prove("metrics.register-tags", true);
  prove("unit.none", true);
  prove("unit.milliseconds", true);
  new Counter("conformance_bytes", "bytes").add(1024);
  prove("unit.bytes", true);
}

function isRefused(make: () => unknown, reason: string, detail: (detail: string | number) => boolean): boolean {
  try {
    make();
    return false;
  } catch (error) {
    return error instanceof MetricError && error.reason === reason && detail(error.detail);
  }
}

/** Registers metrics until there are too many. Last of all: no other metric can be registered after it. */
export function tooMany(): void {
  let i = 0;
  const fill = () => {
    for (; i < 20_000; i++) new Counter(`filler_${i}`);
  };
  prove("metrics.error.too-many", isRefused(fill, "too-many", (limit) => limit === 10_000));
}

function groups(): void {
  const path = (depth: number) => Array.from({ length: Math.min(depth, 16) }, (_, i) => `::${i + 1}`).join("");
  const isIn = (depth: number) => exec.vu.tags.group === (depth === 0 ? undefined : path(depth));
  let entered = true;
  let left = true;
  const nest = (depth: number): void => {
    group(String(depth), () => {
      entered &&= isIn(depth);
      if (depth < DEPTH) nest(depth + 1);
      else new Counter("conformance_counter").add(100);
    });
    left &&= isIn(depth - 1);
  };
  nest(1);
  prove("groups.enter", entered);
  prove("groups.leave", left);
}
