#!/usr/bin/env bash
# Writes the stubs that type checkers see, out of `wit/`: bindings.sh WIT OUT, with componentize-py on the path. They differ from
# what is checked in when `wit/` changed, or componentize-py did.
set -euo pipefail

wit=${1:?usage: bindings.sh WIT OUT}
out=${2:?usage: bindings.sh WIT OUT}
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

componentize-py --quiet --wit-path "$wit" --world scenario --world-module bindings bindings "$made"
rm -rf "$out"
mkdir -p "$out/imports" "$out/exports"
cp "$made/componentize_py_types.py" "$out/results.pyi"
for file in "$made"/bindings/imports/*.py "$made"/bindings/exports/*.py; do
    path=${file#"$made"/bindings/}
    sed 's/^from componentize_py_types import /from ..results import /' "$file" >"$out/${path%.py}.pyi"
done
touch "$out/__init__.pyi"
