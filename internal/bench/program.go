package bench

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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
// binary by name.
func Build(ctx context.Context, dir, pkg string) (Program, error) {
	p := Program{Name: "idle"}
	if pkg == Ours {
		p.Name = "intunestore"
	}
	p.Path = filepath.Join(dir, "terraform-provider-"+p.Name)
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", p.Path, module+pkg)
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
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
