#!/usr/bin/env bash
# The conventions that no ready-made linter holds. Prints each line that breaks
# one, with what to do instead, and exits 1.
set -euo pipefail
cd "$(dirname "$0")/.."

broken=0
refuse() { # refuse MESSAGE REGEXP PATHSPEC...
  local message=$1 regexp=$2 found
  shift 2
  if found=$(git grep --untracked -nE "$regexp" -- "$@"); then
    printf '%s\n  %s\n' "$found" "$message"
    broken=1
  fi
}

refuse 'Tell errors apart by type (errors.Is, errors.As, the Is... functions of internal/graph): the service rewords them at will.' \
  '(strings\.(Contains|ContainsAny|HasPrefix|HasSuffix|EqualFold|Index)|MatchString)\(.*\.Error\(\)' \
  '*.go' ':!*_test.go'
refuse '%+v and %#v print every field, secrets included: name the ids you mean.' \
  '%[+#]v' \
  '*.go' ':!*_test.go' ':!internal/acctest'
refuse 'Watch what goes over the wire: Around: conformance.Watch(t), so that it is held against Graph'"'"'s schema.' \
  'emulator\.Options\{Tenant: [^,}]*(, Clock: [^,}]*)?\}' \
  'internal/**_test.go' 'internal/acctest/*.go' ':!internal/bench'

exit "$broken"
