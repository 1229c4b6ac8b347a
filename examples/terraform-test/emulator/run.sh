#!/usr/bin/env bash
# Runs `terraform test` of the module in the current folder on an emulated tenant, and
# stops it again. For CI. Needs intunestore-emulator on PATH, and a module for which
# `terraform init` has been run.
#
#   emulator/run.sh [ARGUMENT of terraform test...]
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d)
intunestore-emulator -tenant "$here/tenant.json" -ca "$work/ca.pem" -ready "$work/ready" >"$work/log" &
emulator=$!
trap 'kill "$emulator" 2>/dev/null; rm -rf "$work"' EXIT
until [ -s "$work/ready" ]; do
  kill -0 "$emulator" # it has ended: what it said is above
  sleep 0.1
done
url=$(cat "$work/ready")
export INTUNESTORE_GRAPH_ENDPOINT=$url INTUNESTORE_LOGIN_ENDPOINT=$url INTUNESTORE_STORE_ENDPOINT=$url
export SSL_CERT_FILE=$work/ca.pem
export ARM_TENANT_ID=3f6d1c52-7b0e-4c58-9a35-5d1c8e2a7f10
export ARM_CLIENT_ID=b8f0c6de-2a51-4f0b-8f5c-91d7e35a0c44 ARM_CLIENT_SECRET=for-tests-only

"${TERRAFORM:-terraform}" test -test-directory=emulator "$@"
