// Bundles the tests with esbuild, as TypeScript, and runs them with node's own runner. Only parts that know no host are tested
// here; what needs one is tested in components.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { buildSync } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = mkdtempSync(join(tmpdir(), "wasmload-js-"));
const entryPoints = readdirSync(here).filter((file) => file.endsWith(".test.ts")).map((file) => join(here, file));
buildSync({
  entryPoints, outdir: out, outExtension: { ".js": ".mjs" }, bundle: true, format: "esm", platform: "node", target: "node20",
  logLevel: "warning",
});
const files = readdirSync(out).map((file) => join(out, file));
const { status } = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" });
rmSync(out, { recursive: true });
process.exit(status ?? 1);
