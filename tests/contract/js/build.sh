#!/usr/bin/env bash
# Builds the JavaScript guest: build.sh OUT.wasm. Exit code 42: a toolchain is missing.
set -euo pipefail

out=${1:?usage: build.sh OUT.wasm}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=${WASMLOAD_CACHE:-$root/target/contract}

missing() {
    echo "missing: $1" >&2
    exit 42
}
for tool in node npm; do
    command -v "$tool" >/dev/null || missing "$tool (the JavaScript guest needs node 18 or newer, with npm)"
done

if [ -f "$out" ] && [ -z "$(find "$here" "$root/wit" -type f -newer "$out" -print -quit)" ]; then
    exit 0
fi

mkdir -p "$cache/js" "$(dirname "$out")"
# No lock file: the one package is pinned, and so are the binaries for each system that it asks for.
if ! cmp -s "$here/package.json" "$cache/js/installed.json"; then
    cp "$here/package.json" "$cache/js/"
    npm install --prefix "$cache/js" --silent --no-audit --no-fund --no-package-lock ||
        missing "componentize-qjs (npm cannot install it)"
    cp "$here/package.json" "$cache/js/installed.json"
fi
"$cache/js/node_modules/.bin/componentize-qjs" --sync --wit "$root/wit" --world scenario \
    --module-root "$here" --js "$here/main.js" --output "$out.part" >"$cache/js/build.log" 2>&1 ||
    { cat "$cache/js/build.log" >&2; exit 1; }
mv "$out.part" "$out"
