#!/usr/bin/env bash
# The same as github-issue.sh with a work item of Azure Boards.
#
#   azure-work-item.sh FINDING REPORT
#
# Needs az with the azure-devops extension, signed in (AZURE_DEVOPS_EXT_PAT) with the
# right to write work items, and its defaults for organisation and project. TAG tells the
# item from others; TYPE and CLOSED are the words of your process (Issue and Done in
# Basic, Bug and Closed in Agile). RUN is the address of the job.
set -euo pipefail

finding=$1 report=$2
tag=${TAG:-intune-drift} type=${TYPE:-Issue} closed=${CLOSED:-Done} run=${RUN:-}
open=$(az boards query --output json \
  --wiql "SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project AND [System.Tags] CONTAINS '$tag' AND [System.State] <> '$closed' ORDER BY [System.Id]" |
  jq -r '.[0].id // empty')

case $finding in
clean)
  [ -z "$open" ] || az boards work-item update --id "$open" --state "$closed" --output none \
    --discussion "The tenant is as the configuration says again. $run"
  exit 0
  ;;
changes) title="Intune differs from its configuration" ;;
short | refused) title="Apps are short of licences" ;;
failed) exit 0 ;;
*) echo "Unknown finding: $finding" >&2 && exit 2 ;;
esac

# A description is HTML: the report is shown as it is written, and nothing in it is
# markup.
mark="found: $(cksum <"$report" | cut -d ' ' -f 1)"
description=$(jq -R -s -r --arg run "$run" --arg mark "$mark" --arg day "$(date -u +%Y-%m-%d)" \
  '"<pre>\(.[:30000] | @html)</pre><p>Last seen: \($day) \($run | @html)</p><p>\($mark)</p>"' "$report")

if [ -z "$open" ]; then
  az boards work-item create --type "$type" --title "$title" --description "$description" --fields "System.Tags=$tag" --output none
  exit 0
fi
before=$(az boards work-item show --id "$open" --output json | jq -r '.fields["System.Description"] // ""')
case $before in
*"$mark"*) az boards work-item update --id "$open" --title "$title" --description "$description" --output none ;;
*)
  az boards work-item update --id "$open" --title "$title" --description "$description" --output none \
    --discussion "What was found has changed; the description shows it as it is now. $run"
  ;;
esac
