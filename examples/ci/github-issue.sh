#!/usr/bin/env bash
# Keeps one issue in step with the nights: opened when the tenant differs from the
# configuration or an app is short of licences, updated while that lasts, with a comment
# when what was found changes, and closed when it is over. A failed plan changes nothing.
#
#   github-issue.sh FINDING REPORT
#
# Needs gh, signed in (GH_TOKEN) with the right to write issues. LABEL tells the issue
# from others, RUN is the address of the job.
set -euo pipefail

finding=$1 report=$2
label=${LABEL:-intune-drift} run=${RUN:-}
open=$(gh issue list --label "$label" --state open --limit 1 --json number --jq '.[0].number // empty')

case $finding in
clean)
  [ -z "$open" ] || gh issue close "$open" --comment "The tenant is as the configuration says again. $run"
  exit 0
  ;;
changes) title="Intune differs from its configuration" ;;
short | refused) title="Apps are short of licences" ;;
failed) exit 0 ;;
*) echo "Unknown finding: $finding" >&2 && exit 2 ;;
esac

body=$(mktemp)
trap 'rm -f "$body"' EXIT
mark="<!-- found: $(cksum <"$report" | cut -d ' ' -f 1) -->"
{ cat "$report"; printf '\n\nLast seen: %s %s\n\n%s\n' "$(date -u +%Y-%m-%d)" "$run" "$mark"; } >"$body"

if [ -z "$open" ]; then
  gh label create "$label" --force --color B23C00 --description "The nightly plan found something" >/dev/null
  gh issue create --title "$title" --label "$label" --body-file "$body"
  exit 0
fi
before=$(gh issue view "$open" --json body --jq .body)
gh issue edit "$open" --title "$title" --body-file "$body" >/dev/null
case $before in
*"$mark"*) ;;
*) gh issue comment "$open" --body "What was found has changed; the description shows it as it is now. $run" ;;
esac
