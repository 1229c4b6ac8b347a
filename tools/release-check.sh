#!/usr/bin/env bash
# release-check.sh makes a release without publishing it, as the release workflow
# does, signed with a key for this run alone, and looks at the result: the sums, the
# signature, every archive and its list of modules; Terraform installs it; and a
# second one, made in another folder, has the same bytes. It leaves the release in
# dist/. The first run builds GoReleaser and the provider for every platform.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD

for program in go git gpg gpgconf tar sha256sum; do
  command -v "$program" >/dev/null || { echo "release-check needs $program." >&2; exit 1; }
done
# sign() of GnuPG needs a short path for its socket, so the folder is not below TMPDIR.
work=$(mktemp -d /tmp/release.XXXXXX)
export GNUPGHOME=$work/gnupg
finish() {
  gpgconf --kill all || true
  rm -rf "$work"
}
trap finish EXIT

# A copy without a remote has, for GoReleaser, no commit and so no time of it either.
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=remote.origin.url
GIT_CONFIG_VALUE_0=https://github.com/intunestore/terraform-provider-intunestore
export GIT_CONFIG_VALUE_0

say() { printf '== %s\n' "$*"; }

say "GoReleaser"
go build -modfile=tools/release/go.mod -o "$work/goreleaser" github.com/goreleaser/goreleaser/v2
"$work/goreleaser" check

say "a key for this run"
mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --passphrase '' --quick-generate-key "release check <release@check.example>" rsa3072 sign 1d
GPG_FINGERPRINT=$(gpg --batch --with-colons --list-secret-keys | awk -F: '$1 == "fpr" { print $10; exit }')
export GPG_FINGERPRINT

say "a release of every platform"
"$work/goreleaser" release --snapshot --clean --parallelism 2
sums=$(echo dist/*_SHA256SUMS)
gpg --batch --verify "$sums.sig" "$sums"
if (cat "$sums"; echo) | gpg --batch --quiet --verify "$sums.sig" - 2>/dev/null; then
  echo "The signature holds for other sums, too." >&2
  exit 1
fi

say "archives, sums, modules; installed by Terraform"
tools/with-terraform.sh \
  go test . -run 'TestReleaseIsWhole|TestInstalledFromMirror' -count=1 -release="$root/dist"

say "the same again in another folder, with an empty build cache for this platform"
git clone --quiet --no-checkout . "$work/again"
git ls-files --cached --others --exclude-standard -z | tar --create --null --files-from=- --ignore-failed-read | tar --extract --directory="$work/again"
git -C "$work/again" add --all
(
  cd "$work/again"
  GOCACHE=$work/cache CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "-s -w -X main.version=$(cut -d_ -f2 <<<"${sums##*/}")" -o "$work/cold" .
  "$work/goreleaser" release --snapshot --clean --parallelism 2 --skip=sign >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
)
diff "$sums" "$work/again/$sums"
documents=(dist/*.cdx.json)
[ "${#documents[@]}" = "$(grep -c '\.zip$' "$sums")" ] || { echo "${#documents[@]} lists of modules are not one an archive." >&2; exit 1; }
for document in "${documents[@]}"; do
  cmp "$document" "$work/again/$document"
done
platform=$(go env GOOS)_$(go env GOARCH)
warm=$(echo dist/*_"$platform"*/terraform-provider-*)
[ "$(sha256sum <"$work/cold")" = "$(sha256sum <"$warm")" ] || { echo "Another build cache gives another program." >&2; exit 1; }

say "The release is whole, signed, and the same when made again: $(wc -l <"$sums") files in dist/."
