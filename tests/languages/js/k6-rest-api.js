import http from "wasmload/http";
import { check, group, sleep } from "wasmload";
import { Counter, Rate, Trend } from "wasmload/metrics";

const BASE_URL = __ENV.BASE_URL || "";
const ordersCreated = new Counter("orders_created");
const orderFailures = new Rate("order_failures");
const orderTime = new Trend("order_time", true);

export const options = {
  vus: 2,
  iterations: 4,
  thresholds: {
    http_req_failed: ["rate<0.01"],
    "http_req_duration{name:list}": ["p(95)<2000"],
    order_failures: [{ threshold: "rate<0.1", abortOnFail: true, delayAbortEval: "10s" }],
    checks: ["rate>0.99"],
  },
};

const headers = { "Content-Type": "application/json", Accept: "application/json" };

export function setup() {
  const res = http.post(`${BASE_URL}/echo`, JSON.stringify({ token: "secret" }), { headers });
  check(res, { "logged in": (r) => r.status === 200 && r.json("token") === "secret" });
  return { token: res.json().token };
}

export default function (data) {
  const params = { headers: { ...headers, Authorization: `Bearer ${data.token}` }, tags: { name: "list" }, timeout: "10s" };

  group("browse", () => {
    const res = http.get(`${BASE_URL}/json`, params);
    check(res, {
      "status is 200": (r) => r.status === 200,
      "is JSON": (r) => r.headers["Content-Type"].includes("application/json"),
      "has a body": (r) => r.body.length > 0,
      "is quick": (r) => r.timings.duration < 2000,
    });
  });

  group("order", () => {
    const payload = JSON.stringify({ item: __VU * 1000 + __ITER, amount: 1 });
    const res = http.post(`${BASE_URL}/echo`, payload, { ...params, tags: { name: "order" } });
    orderTime.add(res.timings.duration);
    const ok = check(res, { "order is accepted": (r) => r.status === 200, "amount is 1": (r) => r.json("amount") === 1 });
    orderFailures.add(!ok);
    if (ok) ordersCreated.add(1, { kind: "single" });
  });

  sleep(0.01);
}

export function teardown(data) {
  if (data.token !== "secret") throw new Error("the token is lost");
}
