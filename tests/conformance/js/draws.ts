/** Random numbers in an order that all languages keep: each draw is one value of the gauge `conformance_random`. */
import exec from "wasmload/execution";
import { Gauge } from "wasmload/metrics";
import random from "wasmload/random";

export function record(): void {
  const gauge = new Gauge("conformance_random");
  const put = (of: string, values: number[]) =>
    values.forEach((value, i) => gauge.add(value, { vu: exec.vu.idInTest, of, draw: String(i).padStart(2, "0") }));
  const draw = (count: number, one: () => number) => Array.from({ length: count }, one);
  put("u32", draw(20, random.u32));
  put("float", draw(4, Math.random));
  put("range", draw(4, () => random.range(10, 20)));
  put("wide-range", draw(2, () => random.range(0, 2 ** 53)));
  put("chance", draw(4, () => Number(random.chance(0.25))));
  put("pick", draw(4, () => random.pick([1, 2, 3]) ?? -1));
  put("weighted", draw(4, () => random.weighted([[2, 1], [0, 2], [3, 3]])));
  put("shuffle", random.shuffle([1, 2, 3, 4, 5, 6, 7, 8]));
}
