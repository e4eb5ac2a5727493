/**
 * A test's own figures beside the built-in ones, with k6's classes. Not for truths about an answer: those are `check`s.
 *
 * Make a metric once, at the top of the module: that registers its name; adding a value then passes numbers only.
 */
import host, { type Error as Refusal, type Kind, type Metric as Id, type Unit } from "wasmload:metrics/metrics@0.1.0";

import { inWords, text } from "./boundary.js";
import { type Tags, tagSet } from "./tags.js";

/** What the values are, for display: plain numbers, milliseconds or bytes. `true` means milliseconds, as in k6. */
export type MetricUnit = boolean | Unit;

/** Why the host does not take a metric. */
export class MetricError extends Error {
  /** What to branch on. */
  readonly reason: Refusal["tag"];
  /** What is wrong with the name, what the metric is that is there already, or how many there may be. */
  readonly detail: string | number;

  constructor(name: string, { tag, val }: Refusal) {
    const why = {
      "invalid-name": `the name is not valid: ${val}`,
      conflict: `there is a metric of that name already: ${val}`,
      "too-many": `the test has ${val} metrics and may not have more`,
    };
    super(`the metric \`${name}\` is refused: ${why[tag]}`);
    this.name = "MetricError";
    this.reason = tag;
    this.detail = val;
  }
}

/** What all four kinds are made of. */
abstract class Metric {
  /** Its name. */
  readonly name: string;
  readonly #id: Id;

  /**
   * @param name Matches `[A-Za-z_][A-Za-z0-9_]{0,127}`.
   * @throws {MetricError} The name is not valid, or stands for another kind or unit, or there are too many metrics.
   */
  protected constructor(kind: Kind, name: string, unit: MetricUnit) {
    this.name = text(name, `new ${capital(kind)}: the name`);
    const known = unit === true ? "milliseconds" : unit === false ? "none" : unit;
    if (known !== "none" && known !== "milliseconds" && known !== "bytes") {
      throw new TypeError(`new ${capital(kind)}: the unit must be \`none\`, \`milliseconds\` or \`bytes\`, not ${inWords(unit)}`);
    }
    try {
      this.#id = host.register(this.name, kind, known);
    } catch (error) {
      const refusal = (error as { payload?: Refusal }).payload;
      throw refusal === undefined ? error : new MetricError(this.name, refusal);
    }
  }

  /**
   * Adds a value.
   *
   * @param value A number; true counts as 1 and false as 0. What is not a number or infinite is left out, and counted as such.
   * @param tags Tags for this sample, on top of the VU's own.
   */
  add(value: number | boolean, tags?: Tags): void {
    const amount = typeof value === "boolean" ? Number(value) : value;
    if (typeof amount !== "number") {
      throw new TypeError(`${this.name}.add: the value must be a number, not ${inWords(value)}`);
    }
    host.add(this.#id, amount, tags === undefined ? 0 : tagSet(tags, `${this.name}.add`));
  }
}

function capital(kind: Kind): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

/** A sum. */
export class Counter extends Metric {
  constructor(name: string, unit: MetricUnit = false) {
    super("counter", name, unit);
  }
}

/** A level, of which the latest value counts; its minimum and maximum are kept. */
export class Gauge extends Metric {
  constructor(name: string, unit: MetricUnit = false) {
    super("gauge", name, unit);
  }
}

/** A share: of the values, those other than zero and false. */
export class Rate extends Metric {
  constructor(name: string, unit: MetricUnit = false) {
    super("rate", name, unit);
  }
}

/** A distribution: average, minimum, maximum, percentiles. Exact to three digits, from 0.001 up. */
export class Trend extends Metric {
  constructor(name: string, unit: MetricUnit = false) {
    super("trend", name, unit);
  }
}

export default { Counter, Gauge, MetricError, Rate, Trend };
