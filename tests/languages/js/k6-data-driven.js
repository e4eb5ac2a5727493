import http, { url } from "wasmload/http";
import { check, sleep } from "wasmload";
import { Trend } from "wasmload/metrics";

const items = Array.from({ length: 20 }, (_, i) => ({ id: i + 1, kind: i % 2 ? "tea" : "milk" }));
const waiting = new Trend("waiting_time", true);

export const options = { vus: 3, iterations: 9, summaryTrendStats: ["avg", "p(99)", "count"] };

function randomItem(list) {
  return list[Math.floor(Math.random() * list.length)];
}

export default function () {
  const item = randomItem(items);
  const res = http.get(url`/json?id=${item.id}&kind=${encodeURIComponent(item.kind)}`);
  waiting.add(res.timings.waiting, { kind: item.kind });
  check(res, {
    "ok": (r) => r.status === 200 && r.error === "" && r.error_code === 0,
    "answered by this URL": (r) => r.url.includes(`id=${item.id}&`),
    "HTTP/1.1": (r) => r.proto === "HTTP/1.1" && r.request.method === "GET",
  });

  const binary = http.get("/bytes/16", { responseType: "binary" });
  check(binary, { "16 bytes": (r) => r.body.byteLength === 16 });

  const { missing, moved } = http.batch({ missing: "/status/404", moved: ["GET", "/redirect/1"] });
  check(null, { "404": missing.status === 404 && missing.error_code === 1404, "followed": moved.status === 200 });

  sleep(Math.random() * 0.01);
}
