#!/usr/bin/env bash
# release-notes.sh VERSION [CHANGELOG] prints what the changelog says of a version,
# and fails when it says nothing: no release goes out without words for its users.
set -euo pipefail

version=${1#v} changelog=${2:-$(dirname "$0")/../CHANGELOG.md}
notes=$(awk -v version="$version" '
  /^## / { taken = ($2 == version); next }
  taken
' "$changelog")
if [ -z "${notes//[[:space:]]/}" ]; then
  echo "CHANGELOG.md has no section \"## $version\" with words in it." >&2
  exit 1
fi
# Without the empty lines around it.
sed -e '/./,$!d' <<<"$notes"
