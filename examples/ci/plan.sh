#!/usr/bin/env bash
# Plans the configuration in the current folder, writes what it found as Markdown to
# the file REPORT (report.md), and prints one word for it:
#
#   clean    the tenant is as the configuration says
#   changes  something differs: apply would change it
#   short    an app has fewer licences than people who are let in
#   refused  the plan would let in more people than there are licences
#   failed   anything else went wrong; this says nothing about the tenant
#
# Ends with 0, for failed with 1. Needs terraform (or TERRAFORM=tofu) and jq.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
report=${REPORT:-report.md}
terraform=${TERRAFORM:-terraform}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The plan holds values of the state, so it stays here and is no artifact of the job.
code=0
"$terraform" plan -json -detailed-exitcode -input=false -lock-timeout=10m -out="$work/plan" >"$work/log.jsonl" 2>"$work/errors" || code=$?
echo '{}' >"$work/plan.json"
if [ "$code" -ne 1 ]; then
  "$terraform" show -json "$work/plan" >"$work/plan.json"
fi
# What is not JSON comes from Terraform itself, before it knows of -json.
{ jq -R -c 'fromjson? // empty' "$work/log.jsonl"; jq -R -c 'select(. != "") | {type: "plain", "@message": .}' "$work/errors"; } >"$work/log"

jq -n -r --argjson code "$code" --slurpfile log "$work/log" --slurpfile plan "$work/plan.json" -f "$here/report.jq" >"$work/out"
finding=$(head -n 1 "$work/out")
tail -n +2 "$work/out" >"$report"
echo "$finding"
[ "$finding" != failed ]
