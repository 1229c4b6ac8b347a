#!/usr/bin/env bash
# docs.sh docs    writes docs/ from the provider's schema, templates/ and examples/
# docs.sh check   writes them beside, and fails when docs/ is not the same, or not what
#                 the registries take
#
# The schema is dumped in process (internal/schemajson), so that the pages do not
# depend on which Terraform is at hand.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
# The generator takes a folder below the project only, so what is to be compared
# lands in one that git ignores.
beside=.docs-check.$$
trap 'rm -rf "$work" "$beside"' EXIT

generate() { # generate FOLDER
  go run ./internal/schemajson/cmd >"$work/schema.json"
  go tool -modfile=tools/go.mod tfplugindocs generate \
    --provider-name intunestore --rendered-provider-name "Intune Store" \
    --providers-schema "$work/schema.json" --rendered-website-dir "$1" >"$work/log" ||
    { cat "$work/log" >&2; exit 1; }
}

case "${1:-}" in
docs)
  generate docs
  echo "docs/ is written."
  ;;
check)
  generate "$beside"
  if ! diff -ru docs "$beside"; then
    echo "docs/ is not what the schema, the templates and the examples say: run make generate and commit." >&2
    exit 1
  fi
  go tool -modfile=tools/go.mod tfplugindocs validate \
    --provider-name intunestore --providers-schema "$work/schema.json" >"$work/log" 2>&1 ||
    { cat "$work/log" >&2; exit 1; }
  echo "docs/ is current, and as the registries want it."
  ;;
*)
  echo "usage: docs.sh docs|check" >&2
  exit 2
  ;;
esac
