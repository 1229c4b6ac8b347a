#!/usr/bin/env bash
# Tells the provider's main story on an emulated tenant: tie Intune to the Store, see
# the licences, assign within them, be refused beyond them, buy, see drift, repair,
# destroy. Everything it makes lies in one temporary folder, which it removes; it talks
# to loopback only. It fails when anything that it says happens does not.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)

# As in tenant.json.
tenant=3f6d1c52-7b0e-4c58-9a35-5d1c8e2a7f10
client=b8f0c6de-2a51-4f0b-8f5c-91d7e35a0c44
secret=for-the-demo-only
app=0e4b8c1d-6f2a-4b7c-8d11-2c9a5e7f3b01 # Carnet de chantier

bold='' dim='' red='' plain='' colour=-no-color
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' plain=$'\e[0m' colour=''
fi

step=0
# chapter begins a step: its title, and what happens in plain words.
chapter() {
  step=$((step + 1))
  printf '\n%s%d. %s%s\n%s\n' "$bold" "$step" "$1" "$plain" "$2"
}

# note says one more thing.
note() { printf '%s\n' "$1"; }

# fail ends the demo: something did not happen as told.
told=
fail() {
  told=yes
  printf '\n%sThe demo failed in step %d: %s%s\n' "$red" "$step" "$1" "$plain" >&2
  exit 1
}

# enter puts a file of the configuration into the working folder and prints it.
enter() {
  cp "$here/configuration/$1" "$work/"
  printf '\n%s' "$dim"
  grep -v '^#' "$here/configuration/$1" | sed -e '/./,$!d' -e 's/^./    &/'
  printf '%s' "$plain"
}

# tf runs Terraform, its command line printed first. That it reads is left out.
tf() {
  printf '\n%s$ %s %s%s\n' "$dim" "$(basename "$terraform")" "$*" "$plain"
  local verb=$1
  shift
  (cd "$work" && "$terraform" "$verb" ${colour:+"$colour"} "$@") |
    sed -E '/: (Refreshing state\.\.\.|Reading\.\.\.|Read complete)/d'
}

# quiet runs a command whose output matters only if it fails.
quiet() {
  if ! "$@" >"$temp/quiet.log" 2>&1; then
    cat "$temp/quiet.log" >&2
    fail "$(basename "$1") ${2:-} did not work."
  fi
}

# planned runs a plan and requires its exit code: 0 nothing to do, 1 refused, 2 changes.
planned() {
  local code=0
  tf plan -detailed-exitcode >"$temp/plan.log" 2>&1 || code=$?
  [ "${2:-shown}" = hidden ] || cat "$temp/plan.log"
  if [ "$code" != "$1" ]; then
    [ "${2:-shown}" = shown ] || cat "$temp/plan.log" >&2
    fail "the plan ended with exit code $code, not $1."
  fi
}

# settled requires the next plan to be empty.
settled() {
  planned 0 hidden
  note "Planning once more finds nothing to do."
}

# ask tells the emulator something that happens outside Terraform.
ask() { "$temp/emulator$exe" control -url "$url" -ca "$temp/ca.pem" "$@"; }

# assigned returns the assignments of the app as the tenant has them.
assigned() { ask assignments "{\"app\": \"$app\"}"; }

emulator=
cleanup() {
  local status=$?
  trap - EXIT
  if [ -n "$emulator" ] && kill "$emulator" 2>/dev/null; then
    wait "$emulator" 2>/dev/null || true
  fi
  rm -rf "$temp"
  if [ "$status" -gt 128 ]; then
    printf '\nInterrupted; everything that the demo made is removed.\n' >&2
  elif [ "$status" != 0 ] && [ -z "$told" ]; then
    printf '\n%sThe demo failed in step %d: see the output above.%s\n' "$red" "$step" "$plain" >&2
  fi
  exit "$status"
}
temp=$(mktemp -d "${TMPDIR:-/tmp}/intunestore-demo.XXXXXX")
trap cleanup EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
work=$temp/work
mkdir "$work"

command -v go >/dev/null || fail "Go is needed to build the provider, and there is none on PATH."
terraform=$("$root/tools/terraform-path.sh")

# Nothing of the user's own setup may reach Terraform or the provider.
for name in $(compgen -e); do
  case $name in
    ARM_* | AZURE_* | INTUNESTORE_* | ACTIONS_ID_TOKEN_* | TF_*) unset "$name" ;;
  esac
done

printf '%sA company in Normandy, Charpentes du Vexin, manages its PCs with Intune.%s\n' "$bold" "$plain"
note "It exists in an emulator on this machine: no account is needed, and nothing outside is touched."

chapter "Build" \
  "The provider and the emulator are built from this checkout; the first time takes a few minutes."
platform=$(go env GOOS)_$(go env GOARCH)
exe=$(go env GOEXE)
for registry in registry.terraform.io registry.opentofu.org; do
  mkdir -p "$temp/mirror/$registry/intunestore/intunestore/0.0.1/$platform"
done
binary=intunestore/intunestore/0.0.1/$platform/terraform-provider-intunestore_v0.0.1$exe
(cd "$root" && go build -buildvcs=false -o "$temp/mirror/registry.terraform.io/$binary" .)
ln "$temp/mirror/registry.terraform.io/$binary" "$temp/mirror/registry.opentofu.org/$binary"
(cd "$root" && go build -buildvcs=false -o "$temp/emulator$exe" ./internal/emulator/cmd)
cat >"$temp/cli.tfrc" <<END
provider_installation {
  filesystem_mirror {
    path = "$temp/mirror"
  }
}
END
export TF_CLI_CONFIG_FILE=$temp/cli.tfrc TF_DATA_DIR=$temp/data
export TF_IN_AUTOMATION=1 TF_INPUT=0 CHECKPOINT_DISABLE=1

chapter "Start the tenant" \
  "The emulator stands in for Microsoft Entra ID, Graph and the Store, over TLS with a certificate of its own."
"$temp/emulator$exe" -tenant "$here/tenant.json" -addr 127.0.0.1:0 -ca "$temp/ca.pem" -ready "$temp/ready" >"$temp/emulator.log" 2>&1 &
emulator=$!
for _ in $(seq 300); do
  [ ! -s "$temp/ready" ] || break
  kill -0 "$emulator" 2>/dev/null || break
  sleep 0.1
done
if [ ! -s "$temp/ready" ]; then
  cat "$temp/emulator.log" >&2
  fail "the emulator did not start."
fi
url=$(cat "$temp/ready")
export SSL_CERT_FILE=$temp/ca.pem
export ARM_TENANT_ID=$tenant ARM_CLIENT_ID=$client ARM_CLIENT_SECRET=$secret ARM_USE_CLI=false
export INTUNESTORE_GRAPH_ENDPOINT=$url INTUNESTORE_LOGIN_ENDPOINT=$url INTUNESTORE_STORE_ENDPOINT=$url
note "It listens on $url, with four licensed apps and a company of about a hundred people."
note "Opened in a browser (which warns: it does not know the certificate), it shows the tenant as it changes."

chapter "Tie Intune to the Store" \
  "Terraform turns the association on, chooses French, asks for a sync and waits until it has succeeded."
export TF_VAR_purchase_order=CV-2026-041
enter association.tf
quiet "$terraform" -chdir="$work" init
tf apply -auto-approve
settled

chapter "See what is licensed" \
  "Every app that counts licences is listed with its seats; Métré 3D was bought, and came with the sync."
enter licences.tf
tf apply -auto-approve >"$temp/apply.log" 2>&1 || { cat "$temp/apply.log" >&2; fail "the list could not be read."; }
tf output -raw licences | tee "$temp/licences"
echo
grep -q '^Métré 3D .* 15 ' "$temp/licences" || fail "Métré 3D is missing from the list."
grep -q '^Carnet de chantier .* 90 ' "$temp/licences" || fail "Carnet de chantier should have 90 licences."

chapter "Assign within the seats" \
  "The building sites, 60 people in three nested groups, get the site notebook, which has 90 licences."
enter sites.tf
tf apply -auto-approve
settled
assigned >"$temp/before"
printf '\nThe assignments of Carnet de chantier, asked from the tenant itself:\n'
grep -E '"(intent|groupId)"' "$temp/before"
grep -q a71e52f4-30c8-4d96-b1f7-6e8d40c9a210 "$temp/before" || fail "the assignment did not reach the tenant."

chapter "Ask for too much" \
  "The design office has 45 people, 5 of whom work on the sites too: 100 people for 90 licences. The plan is refused."
enter design.tf
planned 1
grep -q 'Insufficient seats' "$temp/plan.log" || fail "the refusal does not say Insufficient seats."
assigned >"$temp/after"
cmp -s "$temp/before" "$temp/after" || fail "the refused plan changed the tenant."
note "Nothing was changed: the tenant's assignments are what they were."

chapter "Buy, and sync" \
  "The company buys 20 licences. A new purchase order in the configuration makes Terraform sync, and Intune counts 110."
rm "$work/design.tf"
ask buy "{\"app\": \"$app\", \"licenses\": 20}"
export TF_VAR_purchase_order=CV-2026-057
note "TF_VAR_purchase_order=$TF_VAR_purchase_order"
tf apply -auto-approve
grep -q '^Carnet de chantier .* 110 ' <(cd "$work" && "$terraform" output -raw licences) || fail "Intune does not count 110 licences."

chapter "Ask again" \
  "The design office's assignment, unchanged, fits now."
cp "$here/configuration/design.tf" "$work/"
tf apply -auto-approve
settled

chapter "Change something in the portal" \
  "Someone removes the assignment of the sites by hand in the Intune portal. The next plan sees it and ends with exit code 2."
ask edit-assignments "{\"app\": \"$app\", \"assignments\": [{\"intent\": \"available\", \"target\": {\"@odata.type\": \"#microsoft.graph.groupAssignmentTarget\", \"groupId\": \"a71e52f4-30c8-4d96-b1f7-6e8d40c9a220\"}}]}"
planned 2
note "Exit code 2: there are changes to make."

chapter "Repair" \
  "An apply puts it back."
tf apply -auto-approve
settled

chapter "Destroy" \
  "Terraform takes back what it made: both assignments and the association."
tf destroy -auto-approve
assigned >"$temp/after"
if grep -q a71e52f4 "$temp/after"; then
  fail "assignments are left in the tenant."
fi

printf '\n%sThat was the whole story.%s The folder it ran in is removed; examples/demo holds the files.\n' "$bold" "$plain"
