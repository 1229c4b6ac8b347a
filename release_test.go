package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const project = "terraform-provider-intunestore"

var platforms = []string{
	"darwin_amd64", "darwin_arm64",
	"freebsd_386", "freebsd_amd64", "freebsd_arm", "freebsd_arm64",
	"linux_386", "linux_amd64", "linux_arm", "linux_arm64",
	"windows_386", "windows_amd64", "windows_arm64",
}

// A release is what the registries take: an archive per platform under the name
// they look for, with one program that was built to be built again; the sums of
// these and of nothing else; and the modules of each program.
func TestReleaseIsWhole(t *testing.T) {
	if *releaseFolder == "" {
		t.Skip("no release to look at: make release-check makes one")
	}
	_, version := releaseArchive(t)
	base := project + "_" + version
	sums := releaseSums(t, base)
	names := []string{base + "_manifest.json"}
	for _, platform := range platforms {
		names = append(names, base+"_"+platform+".zip")
	}
	listed := []string{}
	for name, sum := range sums {
		listed = append(listed, name)
		path := filepath.Join(*releaseFolder, name)
		if name == base+"_manifest.json" {
			path = "terraform-registry-manifest.json" // it gets its name when it is uploaded
		}
		if got := sha256.Sum256([]byte(read(t, path))); hex.EncodeToString(got[:]) != sum {
			t.Errorf("%s has another sum than SHA256SUMS says", name)
		}
	}
	slices.Sort(names)
	slices.Sort(listed)
	if diff := cmp.Diff(names, listed); diff != "" {
		t.Fatalf("SHA256SUMS (-want +got):\n%s", diff)
	}
	var manifest struct {
		Version  int
		Metadata struct {
			Protocols []string `json:"protocol_versions"`
		}
	}
	if err := json.Unmarshal([]byte(read(t, "terraform-registry-manifest.json")), &manifest); err != nil || manifest.Version != 1 || !slices.Equal(manifest.Metadata.Protocols, []string{"6.0"}) {
		t.Errorf("manifest: %v, %v", manifest, err)
	}
	for _, platform := range platforms {
		t.Run(platform, func(t *testing.T) { checkPlatform(t, base, version, platform) })
	}
}

func releaseSums(t *testing.T, base string) map[string]string {
	t.Helper()
	sums := map[string]string{}
	for line := range strings.Lines(read(t, filepath.Join(*releaseFolder, base+"_SHA256SUMS"))) {
		sum, name, found := strings.Cut(strings.TrimSpace(line), "  ")
		if !found {
			t.Fatalf("SHA256SUMS: %q", line)
		}
		sums[name] = sum
	}
	return sums
}

func checkPlatform(t *testing.T, base, version, platform string) {
	content := onlyProgram(t, filepath.Join(*releaseFolder, base+"_"+platform+".zip"), project+"_v"+version, platform)
	info, err := buildinfo.Read(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	settings := map[string]string{}
	for _, setting := range info.Settings {
		settings[setting.Key] = setting.Value
	}
	if settings["-trimpath"] != "true" || settings["CGO_ENABLED"] != "0" || settings["GOOS"]+"_"+settings["GOARCH"] != platform {
		t.Errorf("built with %v", info.Settings)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(content, []byte(here)) {
		t.Errorf("the program knows the folder %s", here)
	}
	modules := []string{"std " + info.GoVersion}
	for _, module := range info.Deps {
		modules = append(modules, module.Path+" "+module.Version)
	}
	slices.Sort(modules)
	if diff := cmp.Diff(modules, billOfMaterials(t, filepath.Join(*releaseFolder, base+"_"+platform+".cdx.json"), version)); diff != "" {
		t.Errorf("bill of materials (-program +document):\n%s", diff)
	}
	if platform == runtime.GOOS+"_"+runtime.GOARCH {
		program := filepath.Join(t.TempDir(), "provider.exe")
		if err := os.WriteFile(program, content, 0o700); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.CommandContext(t.Context(), program, "-version").Output(); err != nil || string(out) != project+" "+version+"\n" {
			t.Errorf("-version: %q, %v", out, err)
		}
	}
}

// onlyProgram is the one file of an archive.
func onlyProgram(t *testing.T, archive, name, platform string) []byte {
	t.Helper()
	if strings.HasPrefix(platform, "windows_") {
		name += ".exe"
	}
	from, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = from.Close() }()
	if len(from.File) != 1 || from.File[0].Name != name || from.File[0].Mode().Perm()&0o111 == 0 {
		t.Fatalf("the archive holds %d files, the first is %q with mode %s", len(from.File), from.File[0].Name, from.File[0].Mode())
	}
	file, err := from.File[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// billOfMaterials are the modules that a document lists.
func billOfMaterials(t *testing.T, path, version string) []string {
	t.Helper()
	type component struct{ Name, Version string }
	var document struct {
		Format     string `json:"bomFormat"`
		Metadata   struct{ Component component }
		Components []component
	}
	if err := json.Unmarshal([]byte(read(t, path)), &document); err != nil {
		t.Fatal(err)
	}
	if document.Format != "CycloneDX" || document.Metadata.Component.Version != "v"+version {
		t.Errorf("%s is a document of %s about %v", path, document.Format, document.Metadata.Component)
	}
	modules := []string{}
	for _, one := range document.Components {
		modules = append(modules, fmt.Sprintf("%s %s", one.Name, one.Version))
	}
	slices.Sort(modules)
	return modules
}
