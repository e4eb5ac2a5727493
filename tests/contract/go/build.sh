#!/usr/bin/env bash
# Builds the Go guest: build.sh OUT.wasm. Exit code 42: a toolchain is missing.
set -euo pipefail

out=${1:?usage: build.sh OUT.wasm}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=${WASMLOAD_CACHE:-$root/target/contract}

missing() {
    echo "missing: $1" >&2
    exit 42
}
command -v go >/dev/null || missing "go (the Go guest needs 1.25 or newer)"
command -v cargo >/dev/null || missing "cargo"
version=$(cd "$here" && go list -m 2>&1) || missing "a newer go ($version)"

if [ -f "$out" ] && [ -z "$(find "$here" "$root/wit" -type f -newer "$out" -print -quit)" ]; then
    exit 0
fi

mkdir -p "$cache/go" "$(dirname "$out")"
cache=$(cd "$cache" && pwd)
tools=(cargo run --quiet --locked --manifest-path "$here/tools/Cargo.toml" --target-dir "$cache/go/tools" --)

# The guest is put together in the cache: what is written by hand, and bindings that are as new as `wit/`.
source="$cache/go/source"
rm -rf "$source"
mkdir "$source"
cp -R "$here/go.mod" "$here/export_wasmload_scenario_lifecycle" "$here/wit" "$source"
"${tools[@]}" bindings "$root/wit" "$source"
(cd "$source" && GOOS=wasip1 GOARCH=wasm GOWORK=off GOCACHE="$cache/go/cache" go build -buildmode=c-shared \
    -buildvcs=false -trimpath -ldflags="-checklinkname=0 -s -w" -o "$cache/go/core.wasm" .)
"${tools[@]}" component "$root/wit" "$cache/go/core.wasm" "$out.part"
mv "$out.part" "$out"
