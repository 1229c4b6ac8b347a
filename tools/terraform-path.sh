#!/usr/bin/env bash
# Prints the path of a terraform or tofu to run: the one that TF_ACC_TERRAFORM_PATH
# names, else the one on PATH, else a pinned Terraform that HashiCorp's installer
# fetches, with its signature checked, into a folder that git ignores. Only the path
# goes to standard output.
set -euo pipefail

version=1.14.5
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$root/.terraform-bin/$version

if [ -n "${TF_ACC_TERRAFORM_PATH:-}" ]; then
  if [ ! -x "$TF_ACC_TERRAFORM_PATH" ]; then
    echo "TF_ACC_TERRAFORM_PATH names $TF_ACC_TERRAFORM_PATH, which cannot be run." >&2
    exit 1
  fi
  echo "$TF_ACC_TERRAFORM_PATH"
  exit
fi
for name in terraform tofu; do
  # type -P sees programs only, so that a shell function or alias is not taken for one.
  if found=$(type -P "$name"); then
    echo "$found"
    exit
  fi
done
if [ ! -x "$folder/terraform" ]; then
  echo "No terraform or tofu on PATH: installing Terraform $version into ${folder#"$root"/}." >&2
  mkdir -p "$folder"
  # Into a folder of its own first, so that an interrupted download is never taken for a Terraform.
  fresh=$(mktemp -d "$folder/fetch.XXXXXX")
  trap 'rm -rf "$fresh"' EXIT
  if ! (cd "$root" && go tool -modfile=tools/go.mod hc-install install -version "$version" -path "$fresh" terraform) >&2; then
    echo "Terraform $version could not be fetched. Put a terraform or tofu on PATH, or name one in TF_ACC_TERRAFORM_PATH, and try again." >&2
    exit 1
  fi
  mv -f "$fresh/terraform" "$folder/terraform"
fi
echo "$folder/terraform"
