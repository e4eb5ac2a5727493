import exec from "wasmload/execution";
import http from "wasmload/http";
import { check, fail, sleep } from "wasmload";

http.setResponseCallback(http.expectedStatuses(200, { min: 300, max: 399 }, 404));

export const options = {
  discardResponseBodies: true,
  maxRedirects: 4,
  userAgent: "shop-test/1.0",
  scenarios: {
    readers: {
      executor: "ramping-vus",
      startVUs: 1,
      stages: [
        { duration: "300ms", target: 3 },
        { duration: "200ms", target: 0 },
      ],
      gracefulRampDown: "1s",
      exec: "read",
    },
    writers: {
      executor: "constant-arrival-rate",
      rate: 20,
      timeUnit: "1s",
      duration: "500ms",
      preAllocatedVUs: 3,
      maxVUs: 5,
      exec: "write",
      env: { KIND: "writer" },
      tags: { team: "orders" },
    },
  },
  thresholds: {
    "http_req_duration{scenario:readers}": ["p(95)<2000", "max<5000"],
    "checks{scenario:writers}": ["rate==1"],
  },
  ext: { loadimpact: { name: "not for us" } },
};

export function read() {
  const responses = http.batch([
    ["GET", "/json", null, { tags: { name: "json" } }],
    ["GET", "/status/404", null, { tags: { name: "missing" } }],
    { method: "GET", url: "/redirect/2", params: { redirects: 1, tags: { name: "redirect" } } },
  ]);
  check(responses, {
    "three answers": (r) => r.length === 3,
    "statuses": (r) => r.map(({ status }) => status).join() === "200,404,302",
    "bodies are discarded": (r) => r[0].body === null,
  });
  sleep(0.02);
}

export function write() {
  exec.vu.metrics.tags.step = "write";
  const res = http.put("/echo", { a: "1", b: "x y" }, { responseType: "text", headers: { "X-Iteration": `${exec.scenario.iterationInTest}` } });
  if (!check(res, { "comes back as a form": (r) => r.body === "a=1&b=x+y" })) fail(`status ${res.status}`);
  check(exec, {
    "knows where it is": () => exec.scenario.name === "writers" && exec.scenario.executor === "constant-arrival-rate",
    "has its variable": () => __ENV.KIND === "writer",
  });
}
