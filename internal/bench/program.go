package bench

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// module is the import path of everything that is built here.
const module = "github.com/intunestore/terraform-provider-intunestore"

// Program is a provider's binary, built as a release is.
type Program struct {
	Name string // of the provider
	Path string
	Size int64 // bytes
}

// The packages that can be built.
const (
	Ours  = ""                           // the provider of this project
	Stock = "/internal/bench/idle/stock" // does nothing, on the stock framework
	Wide  = "/internal/bench/idle/wide"  // the same with all the attributes of ours
	Lean  = "/internal/bench/idle/lean"  // Wide with our three savings
	Empty = "/internal/bench/idle/empty" // one empty resource, on the stock framework
)

// Build builds a provider into dir, which is its own: Terraform looks for the
// binary by name. flags are more than a release is built with: "-race".
func Build(ctx context.Context, dir, pkg string, flags ...string) (Program, error) {
	p := Program{Name: "idle"}
	if pkg == Ours {
		p.Name = "intunestore"
	}
	p.Path = filepath.Join(dir, "terraform-provider-"+p.Name)
	arguments := append([]string{"build", "-trimpath", "-ldflags", "-s -w", "-o", p.Path}, flags...)
	build := exec.CommandContext(ctx, "go", append(arguments, module+pkg)...)
	build.Env = os.Environ()
	if !slices.Contains(flags, "-race") { // which needs cgo
		build.Env = append(build.Env, "CGO_ENABLED=0")
	}
	if out, err := build.CombinedOutput(); err != nil {
		return p, fmt.Errorf("building %s: %w\n%s", module+pkg, err, out)
	}
	info, err := os.Stat(p.Path)
	if err != nil {
		return p, err
	}
	p.Size = info.Size()
	return p, nil
}
