#!/usr/bin/env bash
# fuzz.sh TIME runs every fuzz target of the project for TIME (a Go duration).
set -euo pipefail
cd "$(dirname "$0")/.."

ran=0
while IFS=: read -r file declaration; do
  target=${declaration#func }
  echo "$target in ${file%/*}, $1"
  # Shrinking each input that reaches new code would take most of a short time.
  go test -run '^$' -fuzz "^$target\$" -fuzztime "$1" -fuzzminimizetime 10x "./${file%/*}"
  ran=$((ran + 1))
done < <(git grep --untracked -oE '^func Fuzz[A-Za-z0-9_]*' -- '*_test.go')
echo "$ran fuzz targets run."
