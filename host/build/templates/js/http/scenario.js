// One kind of user: asks for the front page, and looks at the answer.
import { check, thinkTime } from "wasmload";
import http from "wasmload/http";

import { isSmall } from "./page.js";

// What runs without flags; a plan file or flags override it.
export const options = {
  scenarios: {
    visits: { executor: "constant-vus", vus: 5, duration: "10s" },
  },
  thresholds: {
    http_req_duration: ["p(95)<500"],
    checks: ["rate>0.99"],
  },
};

// One iteration.
export default function () {
  const page = http.get("/");
  check(page, {
    "status is 200": (page) => page.status === 200,
    "the page is small": (page) => isSmall(page.size),
  });
  thinkTime(0.5, 1.5);
}
