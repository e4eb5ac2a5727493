// Load that grows in stages: where does the target begin to slow down?
import { check, thinkTime } from "wasmload";
import type { Options } from "wasmload";
import http from "wasmload/http";
import { Rate } from "wasmload/metrics";

import { isSlow } from "./patience.js";

// The share of answers that users would call slow.
const slowAnswers = new Rate("slow_answers");

// Up to 10 VUs, up to 30, and down again. The test ends early when more than one answer in ten is slow.
export const options: Options = {
  scenarios: {
    growing: {
      executor: "ramping-vus",
      stages: [
        { duration: "5s", target: 10 },
        { duration: "10s", target: 30 },
        { duration: "5s", target: 0 },
      ],
    },
  },
  thresholds: {
    slow_answers: [{ threshold: "rate<0.1", abortOnFail: true }],
  },
  profiles: {
    smoke: { scenarios: { growing: { executor: "constant-vus", vus: 1, duration: "3s" } } },
  },
};

// One iteration.
export default function (): void {
  const page = http.get("/");
  check(page, { "status is 200": (page) => page.status === 200 });
  slowAnswers.add(isSlow(page.timings.duration));
  thinkTime(0.2, 0.8);
}
