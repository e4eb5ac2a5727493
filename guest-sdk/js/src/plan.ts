/** The types of a plan: what `wasmload schema` describes, for editors. Nothing here is checked at run time: the host does. */

/** Milliseconds, or text such as `30s` or `1m30s`. */
export type Duration = string | number;

/** Names and values of variables or tags. */
export type Variables = Record<string, string | number | boolean | null>;

/** A linear change to a number of VUs or a rate; at once where the duration is 0. */
export interface Stage {
  /** How long it takes. */
  duration: Duration;
  /** The number of VUs, or the rate, at its end. */
  target: number;
}

/** What has to hold, such as `p(95)<500`, `rate<0.01 over 30s` or `p(99)<800 after 10s`. */
export type Threshold =
  | string
  | {
      /** The condition. */
      threshold: string;
      /** Whether the test ends as soon as it does not hold. */
      abortOnFail?: boolean;
      /** How long after the start of the test it is first able to end it. */
      delayAbortEval?: Duration;
    };

/** What all executors have. */
interface Common {
  /** When it starts, after the test does. */
  startTime?: Duration;
  /** How long iterations may go on after its end before they are interrupted. 30 seconds without it. */
  gracefulStop?: Duration;
  /** Variables for its VUs, over those of the plan. */
  env?: Variables;
  /** Tags for its samples, over those of the plan. */
  tags?: Variables;
}

/** Who runs: the exported function. Mixes have personas instead. */
interface Runs {
  /** The exported function that its VUs call. `default` without it. */
  exec?: string;
}

interface SharedIterationsTotals extends Common {
  executor: "shared-iterations";
  /** The number of VUs. 1 without it. */
  vus?: number;
  /** How many iterations there are in all. 1 without it. */
  iterations?: number;
  /** When the rest of the iterations is dropped. 10 minutes without it. */
  maxDuration?: Duration;
}

interface PerVuIterationsTotals extends Common {
  executor: "per-vu-iterations";
  /** The number of VUs. 1 without it. */
  vus?: number;
  /** How many iterations each VU runs. 1 without it. */
  iterations?: number;
  /** When the rest of the iterations is dropped. 10 minutes without it. */
  maxDuration?: Duration;
}

interface ConstantVusTotals extends Common {
  executor: "constant-vus";
  /** The number of VUs. 1 without it. */
  vus?: number;
  /** How long its VUs loop. */
  duration: Duration;
}

interface RampingVusTotals extends Common {
  executor: "ramping-vus";
  /** The number of VUs at the beginning. 1 without it. */
  startVUs?: number;
  /** How the number of VUs changes. */
  stages: Stage[];
  /** How long an iteration may go on when its VU is ramped down. 30 seconds without it. */
  gracefulRampDown?: Duration;
}

interface ArrivalRate extends Common {
  /** The unit of the rates. One second without it. */
  timeUnit?: Duration;
  /** The number of VUs that are made before the test starts. */
  preAllocatedVUs: number;
  /** Up to how many VUs may be made during the test. No more without it. */
  maxVUs?: number;
  /** How starts are spread: evenly, or independently of each other, as users are. Evenly without it. */
  distribution?: "uniform" | "poisson";
}

interface ConstantArrivalRateTotals extends ArrivalRate {
  executor: "constant-arrival-rate";
  /** How many iterations start in each unit of time. */
  rate: number;
  /** How long iterations start. */
  duration: Duration;
}

interface RampingArrivalRateTotals extends ArrivalRate {
  executor: "ramping-arrival-rate";
  /** The rate at the beginning. 0 without it. */
  startRate?: number;
  /** How the rate changes. */
  stages: Stage[];
}

/** VUs take iterations from one pool. */
export type SharedIterations = SharedIterationsTotals & Runs;
/** Each VU runs so many iterations. */
export type PerVuIterations = PerVuIterationsTotals & Runs;
/** So many VUs loop. */
export type ConstantVus = ConstantVusTotals & Runs;
/** A changing number of VUs loops. */
export type RampingVus = RampingVusTotals & Runs;
/** So many iterations start in each unit of time. */
export type ConstantArrivalRate = ConstantArrivalRateTotals & Runs;
/** A changing rate of starts. */
export type RampingArrivalRate = RampingArrivalRateTotals & Runs;

type Totals =
  | SharedIterationsTotals
  | PerVuIterationsTotals
  | ConstantVusTotals
  | RampingVusTotals
  | ConstantArrivalRateTotals
  | RampingArrivalRateTotals;

/** A named part of a test with its own executor. */
export type Scenario = Totals & Runs;

/** Who shares the total of a mix. */
export interface Persona {
  /** The exported function that it calls. */
  exec: string;
  /** Its part of the total, in proportion to the other weights. 1 without it. */
  weight?: number;
  /** The name of its scenario. `MIX-EXEC` without it. */
  name?: string;
  /** Variables for its VUs, over those of the mix. */
  env?: Variables;
  /** Tags for its samples, over those of the mix. */
  tags?: Variables;
}

/** One total of VUs, iterations or starts that weighted personas share. */
export type Mix = Totals & {
  /** A list of personas, or an object of weights by function. */
  personas: Persona[] | Record<string, number>;
};

/** What a plan and its profiles say. */
export interface Profile {
  /** Shortcut, together with `duration`, `iterations` or `stages`: the number of VUs. */
  vus?: number;
  /** Shortcut for one scenario `constant-vus`: how long its VUs loop. */
  duration?: Duration;
  /** Shortcut for one scenario `shared-iterations`: how many iterations there are in all. */
  iterations?: number;
  /** Shortcut for one scenario `ramping-vus`: how the number of VUs changes. */
  stages?: Stage[];
  /** The scenarios by name, run in parallel. In a profile, null leaves one out. */
  scenarios?: Record<string, Scenario | null>;
  /** Mixes by name. In a profile, null leaves one out. */
  mixes?: Record<string, Mix | null>;
  /** What has to hold, by metric or `metric{tag:value}`; the test fails otherwise. */
  thresholds?: Record<string, Threshold | Threshold[] | null>;
  /** The base URL for relative requests. `--target` overrides it. */
  target?: string;
  /** Variables that the component can read, by name. */
  env?: Variables;
  /** Tags for every sample, by name. */
  tags?: Variables;
  /** How long `setup` may take. 60 seconds without it. */
  setupTimeout?: Duration;
  /** How long `teardown` may take. 60 seconds without it. */
  teardownTimeout?: Duration;
  /** A VU waits at the end of a shorter iteration until this time is over. */
  minIterationDuration?: Duration;
  /** The columns of a trend in the summary: `avg`, `min`, `med`, `max`, `count` and `p(N)`. */
  summaryTrendStats?: string[];
  /** Where all random numbers of the run begin. */
  seed?: number;
  /** Hosts that the component wants to reach beside the target, as `HOST[:PORT]`. A request: the user grants it. */
  allowNet?: string[];
  /** Directories that the component wants to read, as `HOST[:GUEST][:rw]`. A request: the user grants it. */
  allowDirs?: string[];
  /** The linear memory that one VU may have, such as `128MiB`. 64 MiB without it. */
  vuMemory?: string | number;
  /** How long a component may compute without waiting before its VU is stopped. 5 seconds without it. */
  guestStall?: Duration;
  /** How many series, each a metric with one set of tags, are kept apart. 10,000 without it. */
  maxSeries?: number;
}

/** A plan: what runs, how often, and what has to hold. */
export interface Plan extends Profile {
  /** Variants of the plan by name, chosen with `--profile NAME`. */
  profiles?: Record<string, Profile>;
}
