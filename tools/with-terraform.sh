#!/usr/bin/env bash
# with-terraform.sh COMMAND [ARGUMENT...] runs the command with what tests and the
# demonstration need to start a real Terraform or OpenTofu.
set -euo pipefail

TF_ACC_TERRAFORM_PATH=$("$(dirname "$0")/terraform-path.sh")
# CHECKPOINT_DISABLE: no question to HashiCorp whether there is a newer version.
export TF_ACC=1 TF_ACC_TERRAFORM_PATH CHECKPOINT_DISABLE=1
# OpenTofu gives providers its own registry's address, and the test library has to be told.
case "${TF_ACC_TERRAFORM_PATH##*/}" in
tofu*) export TF_ACC_PROVIDER_HOST=registry.opentofu.org TF_ACC_PROVIDER_NAMESPACE=hashicorp ;;
esac
echo "Using $TF_ACC_TERRAFORM_PATH" >&2
exec "$@"
