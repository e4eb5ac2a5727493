#!/usr/bin/env bash
# Builds the Python guest: build.sh OUT.wasm. Exit code 42: a toolchain is missing.
set -euo pipefail

out=${1:?usage: build.sh OUT.wasm}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
cache=${WASMLOAD_CACHE:-$root/target/contract}

missing() {
    echo "missing: $1" >&2
    exit 42
}
python3 -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))' 2>/dev/null ||
    missing "python3 (the Python guest needs 3.10 or newer, with pip and venv)"

if [ -f "$out" ] && [ -z "$(find "$here" "$root/wit" -type f -newer "$out" -print -quit)" ]; then
    exit 0
fi

mkdir -p "$cache/python" "$(dirname "$out")"
if ! cmp -s "$here/requirements.txt" "$cache/python/installed.txt"; then
    rm -rf "$cache/python/venv"
    python3 -m venv "$cache/python/venv"
    "$cache/python/venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt" ||
        missing "componentize-py (pip cannot install it)"
    cp "$here/requirements.txt" "$cache/python/installed.txt"
fi
# From a copy, since the compiler leaves its `__pycache__` beside the source. In an active virtual environment
# componentize-py would pack its packages too.
mkdir -p "$cache/python/source"
cp "$here/contract_guest.py" "$cache/python/source/"
env -u VIRTUAL_ENV "$cache/python/venv/bin/componentize-py" --wit-path "$root/wit" --world scenario \
    componentize --python-path "$cache/python/source" contract_guest --output "$out.part" >"$cache/python/build.log" 2>&1 ||
    { cat "$cache/python/build.log" >&2; exit 1; }
mv "$out.part" "$out"
