// One GET, one check, and one field of the JSON that came: what `bench languages` runs in each language.
import { check } from "wasmload";
import http from "wasmload/http";

export default function visit() {
  const page = http.get("/json");
  check(page, { "status is 200": (page) => page.status === 200 && page.json("stock.here") === 3 });
}
