package main

import (
	"archive/zip"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/bench"
)

// releaseFolder is a finished release; `make release-check` sets it.
var releaseFolder = flag.String("release", "", "the `folder` of a release, to test its archives instead of one made here")

const archiveName = "terraform-provider-intunestore_%s_%s_%s.zip"

// The archive of a release, installed as users install it: `terraform init` takes
// it from a mirror in the file system, packed and unpacked, under the names of both
// registries, and the provider in it plans and applies.
func TestInstalledFromMirror(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	archive, version := releaseArchive(t)
	var sums []string
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		for _, layout := range []string{"packed", "unpacked"} {
			t.Run(host+"/"+layout, func(t *testing.T) {
				r, env := start(t)
				source := host + "/intunestore/intunestore"
				folder := filepath.Join(r.dir, "mirror", filepath.FromSlash(source))
				if layout == "packed" {
					copyFile(t, archive, filepath.Join(folder, filepath.Base(archive)))
				} else {
					unpack(t, archive, filepath.Join(folder, version, runtime.GOOS+"_"+runtime.GOARCH))
				}
				r.write("cli.tfrc", fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", filepath.Join(r.dir, "mirror")))
				main := strings.Replace(read(t, filepath.Join(r.dir, "main.tf")), `source = "intunestore/intunestore"`, fmt.Sprintf("source = %q, version = %q", source, version), 1)
				r.write("main.tf", main)

				for _, s := range []step{
					{args: []string{"init"}, says: "intunestore/intunestore v" + version},
					{args: []string{"plan"}, says: "Plan: 1 to add"},
					{args: []string{"apply", "-auto-approve"}, says: "1 added"},
					{args: []string{"plan", "-detailed-exitcode"}, says: "No changes."},
				} {
					r.step(env, s)
				}
				sums = append(sums, lockedSum(t, r.dir))
			})
		}
	}
	for _, sum := range sums {
		if sum != sums[0] || sum == "" {
			t.Errorf("the lock files hold different sums of one provider: %q", sums)
		}
	}
}

// releaseArchive is the archive for this machine and its version.
func releaseArchive(t *testing.T) (archive, version string) {
	t.Helper()
	if *releaseFolder != "" {
		found, err := filepath.Glob(filepath.Join(*releaseFolder, fmt.Sprintf(archiveName, "*", runtime.GOOS, runtime.GOARCH)))
		if err != nil || len(found) != 1 {
			t.Fatalf("archives for this machine in %s: %q, %v", *releaseFolder, found, err)
		}
		return found[0], strings.Split(filepath.Base(found[0]), "_")[1]
	}
	version = "0.0.1"
	program, err := bench.Build(t.Context(), t.TempDir(), bench.Ours)
	if err != nil {
		t.Fatal(err)
	}
	name := "terraform-provider-intunestore_v" + version
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	archive = filepath.Join(t.TempDir(), fmt.Sprintf(archiveName, version, runtime.GOOS, runtime.GOARCH))
	pack(t, archive, name, program.Path)
	return archive, version
}

func pack(t *testing.T, archive, name, content string) {
	t.Helper()
	file, err := os.Create(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	to := zip.NewWriter(file)
	header := &zip.FileHeader{Name: name, Method: zip.Store}
	header.SetMode(0o755)
	entry, err := to.CreateHeader(header)
	if err != nil {
		t.Fatal(err)
	}
	from, err := os.Open(content)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = from.Close() }()
	if _, err := io.Copy(entry, from); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
}

func unpack(t *testing.T, archive, folder string) {
	t.Helper()
	from, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = from.Close() }()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(folder, from); err != nil {
		t.Fatal(err)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// lockedSum is the sum of the provider's files that init wrote down.
func lockedSum(t *testing.T, dir string) string {
	t.Helper()
	return regexp.MustCompile(`h1:[\w+/]+=`).FindString(read(t, filepath.Join(dir, ".terraform.lock.hcl")))
}
