#!/usr/bin/env bash
# install.sh LDFLAGS installs the provider where `go install` does, and prints how
# a Terraform finds it there.
set -euo pipefail
cd "$(dirname "$0")/.."

go install -trimpath -ldflags "$1" .
where=$(go env GOBIN)
[ -n "$where" ] || where=$(go env GOPATH)/bin
cat <<TEXT
Installed in $where.
To use it, put this into a file and name that file in TF_CLI_CONFIG_FILE (no terraform init then):

provider_installation {
  dev_overrides {
    "intunestore/intunestore" = "$where"
  }
  direct {}
}
TEXT
