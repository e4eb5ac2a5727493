// Two kinds of users in a mix: many who browse, few who order. Each VU has a basket of its own.
import { check, group, thinkTime } from "wasmload";
import type { Options } from "wasmload";
import http from "wasmload/http";
import log from "wasmload/log";
import random from "wasmload/random";

import { described } from "./basket.js";

// Ten users, eight of whom browse. A plan file or flags override it.
export const options: Options = {
  mixes: {
    users: { executor: "constant-vus", vus: 10, duration: "10s", personas: { browse: 80, order: 20 } },
  },
  thresholds: {
    "http_req_duration{scenario:users-browse}": ["p(95)<500"],
    checks: ["rate>0.99"],
  },
};

// The state of a VU: the module is evaluated once in each.
let basket: number[] = [];

// Looks around, and sometimes takes something.
export function browse(): void {
  const page = http.get("/");
  check(page, { "status is 200": (page) => page.status === 200 });
  if (random.chance(0.3)) basket.push(7);
  thinkTime(0.5, 1.5);
}

// Takes two things and orders them.
export function order(): void {
  basket.push(1, 2);
  const headers = { "content-type": "application/json" };
  const answer = group("check out", () => http.post("/", JSON.stringify(basket), { headers }));
  check(answer, { "the order is accepted": (answer) => answer.status > 0 && answer.status < 300 });
  log.debug(`ordered ${described(basket)}`);
  basket = [];
  thinkTime(1, 3);
}
