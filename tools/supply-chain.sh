#!/usr/bin/env bash
# supply-chain.sh asks of every module that the provider or its tests are built from:
# is a vulnerability known that our code can reach, is its licence one we can live
# with, has its author given it up. What needs data from elsewhere is skipped, and
# said, when that cannot be reached; SUPPLY_CHAIN_STRICT=1 makes this an error.
set -euo pipefail
cd "$(dirname "$0")/.."

# Licences that go with the MPL-2.0 of this project in one binary.
allowed='["Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MPL-2.0"]'
# Read by a person because the detector does not know the file; again at each version.
read_by_us='{"github.com/fatih/color@v1.18.0": "MIT"}' # LICENSE.md

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

skip() { # skip WHAT WHY
  echo "$1: SKIPPED, $2"
  [ "${SUPPLY_CHAIN_STRICT:-}" != 1 ] || failed=1
}

vulnerabilities() {
  local code=0
  go tool -modfile=tools/go.mod govulncheck ${VULNDB:+-db "$VULNDB"} ./... >"$work/vulnerabilities" 2>&1 || code=$?
  if [ "$code" = 0 ]; then
    echo "vulnerabilities: none that our code can reach."
  elif [ "$code" = 3 ]; then # found some
    cat "$work/vulnerabilities"
    failed=1
  elif grep -q '^govulncheck: fetching vulnerabilities' "$work/vulnerabilities"; then
    skip vulnerabilities "the database cannot be reached: $(head -1 "$work/vulnerabilities")"
  else
    cat "$work/vulnerabilities" >&2
    failed=1
  fi
}

licences() {
  go tool -modfile=tools/release/go.mod cyclonedx-gomod mod -json -test -licenses -noserial -notimestamp -output "$work/modules" . 2>"$work/log" ||
    { cat "$work/log" >&2; exit 1; }
  local refused count
  refused=$(jq -r --argjson allowed "$allowed" --argjson read "$read_by_us" '
    .components[] | "\(.name)@\(.version)" as $which
    | ([.evidence.licenses[]?.license | .id // .name] | if . == [] then [$read[$which] // "unknown"] else . end) as $licences
    | select($licences - $allowed != []) | "  \($which): \($licences | join(", "))"' "$work/modules")
  count=$(jq '.components | length' "$work/modules")
  if [ -n "$refused" ]; then
    printf 'licences that are not allowed, or not known:\n%s\n' "$refused"
    failed=1
  elif [ "$count" -lt 20 ]; then
    echo "licences: only $count modules were listed."
    failed=1
  else
    echo "licences: $count modules, all allowed."
  fi
}

# An author says so in a module's own go.mod.
given_up() {
  local direct
  direct=$(go mod edit -json | jq -r '.Require[] | select(.Indirect | not) | .Path')
  # shellcheck disable=SC2086 # one word a module
  if ! go list -m -u -f '{{with .Deprecated}}{{$.Path}} is deprecated: {{.}}{{println}}{{end}}{{with .Retracted}}{{$.Path}} {{$.Version}} is retracted: {{.}}{{println}}{{end}}' $direct >"$work/given-up" 2>"$work/log"; then
    skip "given up" "the module proxy cannot be reached: $(head -1 "$work/log")"
  elif grep . "$work/given-up"; then
    failed=1
  else
    echo "given up: no direct dependency is deprecated or retracted."
  fi
}

vulnerabilities
licences
given_up
exit "$failed"
