# The report of a plan: its first line is the finding, the rest is Markdown.
# $log are the lines of `terraform plan -json`, $plan is `terraform show -json`.
#
# Names in a tenant are anybody's text. They are shown in code only, on lines of their
# own that begin with four spaces, where nothing is markup, and without what turns the
# reading direction, breaks a line or cannot be seen (Unicode's Cc, Cf, Zl and Zp).

def hidden: . < 9 or (. > 10 and . < 32) or (. >= 127 and . <= 159) or . == 173
  or (. >= 1536 and . <= 1541) or . == 1564 or . == 1757 or . == 1807 or (. >= 2192 and . <= 2193) or . == 2274
  or . == 6158 or (. >= 8203 and . <= 8207) or (. >= 8232 and . <= 8238) or (. >= 8288 and . <= 8303)
  or . == 65279 or (. >= 65529 and . <= 65531) or . == 69821 or . == 69837 or (. >= 78896 and . <= 78911)
  or (. >= 113824 and . <= 113827) or (. >= 119155 and . <= 119162) or (. >= 917504 and . <= 917631);
def plain: explode | map(if . == 9 then 32 elif hidden then 65533 else . end) | implode;
def cut($most): if length > $most then .[:$most] + "…" else . end;
def code: "`" + (cut(400) | plain | gsub("[`\n|]"; "'")) + "`";
def block: "~~~~text\n" + (cut(10000) | plain | split("\n") | map("    " + .) | join("\n")) + "\n~~~~";
def value($sensitive): if $sensitive == true then "(sensitive)" elif . == null then "nothing" else tojson end;
def plural($one; $many): if . == 1 then "1 \($one)" else "\(.) \($many)" end;

# What apply would do, in words.
def action: {
  create: "make it again or anew", update: "change it", delete: "remove it",
  "delete,create": "replace it", "create,delete": "replace it", forget: "forget it"
}[.change.actions | join(",")] // (.change.actions | join(", "));

# The attributes that differ, each on a line: of the tenant, and of the configuration.
def differences:
  .change as $c
  | [(($c.before // {}) + ($c.after // {}) | keys_unsorted[]) as $k
    | select(($c.before // {})[$k] != ($c.after // {})[$k])
    | select(($c.after_unknown // {})[$k] != true)
    | "\($k): \(($c.before // {})[$k] | value($c.before_sensitive[$k]?)) -> \(($c.after // {})[$k] | value($c.after_sensitive[$k]?))"]
  | join("\n");

[$log[] | select(.type == "diagnostic") | .diagnostic] as $said
| [$said[] | select(.severity == "error")] as $errors
| [$said[] | select(.severity == "warning" and .summary == "Over-assigned app")] as $over
| [$errors[] | select(.summary == "Insufficient seats")] as $refused
| [($plan[0].resource_changes // [])[] | select(.change.actions != ["no-op"] and .change.actions != ["read"])] as $changes
| ($plan[0].planned_values.outputs.seats.value // "" | if type == "string" then . else "" end) as $seats
| (if $code == 1 and ($refused | length) > 0 and ($refused | length) == ($errors | length) then "refused"
   elif $code == 1 then "failed"
   elif $code == 2 and ($changes | length) > 0 then "changes"
   elif ($over | length) > 0 then "short"
   else "clean" end) as $finding
| ({
    clean: "Nothing differs from the configuration.",
    changes: "\($changes | length | plural("resource differs"; "resources differ")) from the configuration.",
    short: "\($over | length | plural("app lets"; "apps let")) in more people than it has licences.",
    refused: "The plan is refused: it would let in more people than there are licences.",
    failed: "The plan failed. That says nothing about the tenant."
  }[$finding]) as $sentence
| [ $finding, "", "**\($sentence)**" ]
  + (if ($changes | length) > 0 then ["", "### What apply would do", ""] + [$changes[] | "- \(.address | code): \(action)" + (differences | if . == "" then "" else "\n\n" + block + "\n" end)] else [] end)
  + (if ($over | length) > 0 then ["", "### Short of licences", ""] + [$over[].detail | block] else [] end)
  + (if ($errors | length) > 0 then ["", "### Errors", ""] + [$errors[] | (.address // .summary | code) + "\n\n" + ((.summary + "\n\n" + .detail) | block)] else [] end)
  + (if $finding == "failed" and ($errors | length) == 0 then ["", ([$log[] | select(.type == "plain") | ."@message"] | join("\n") | block)] else [] end)
  + (if $seats != "" then ["", "### Seats", "", $seats] else [] end)
# GitHub takes 65,536 characters in an issue; the rest is in the log of the job. Parts are
# left out whole, so that no code is left open.
| reduce .[] as $part ({length: 0, shown: []};
    if .full or .length + ($part | length) > 60000 then .full = true
    else .length += ($part | length) + 1 | .shown += [$part] end)
| .shown + (if .full then ["", "Cut here: the whole report is too long to show."] else [] end)
| join("\n")
