// Command bench prints what plans cost as tables in Markdown: our provider beside
// two that do nothing, run in turn so that whatever else the machine does disturbs
// all of them alike, and the median of several runs.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/bench"
)

func main() {
	sizes := flag.String("sizes", "1,100,1000,5000", "how many assignments; a `list`")
	runs := flag.Int("runs", 3, "of how many runs a figure is the median")
	weather := flag.Int("weather", 500, "apply so many assignments in bad weather; 0: none")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := report(ctx, *sizes, *runs, *weather)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func report(ctx context.Context, sizes string, runs, weather int) error {
	root, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(root)
	b := &bencher{root: root, runs: runs}
	if b.terraform, err = findTerraform(); err != nil {
		return err
	}
	if err := b.build(ctx); err != nil {
		return err
	}
	version, err := exec.CommandContext(ctx, b.terraform, "version").Output()
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(string(version), "\n")
	fmt.Printf("%s, %s, %s/%s, %d CPUs, %v a round trip\n\n", first, runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), bench.Latency)
	if err := b.binaries(ctx); err != nil {
		return err
	}
	fmt.Print(header)
	for size := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			return err
		}
		for _, assigned := range []bool{true, false} {
			if err := b.plans(ctx, bench.CompanyOf(n), assigned); err != nil {
				return err
			}
		}
	}
	if weather > 0 {
		return b.weather(ctx, bench.CompanyOf(weather))
	}
	return nil
}

// header: "stock" does nothing on the stock framework with the attributes that are
// written here, "wide" with all that ours has, "lean" is wide with our three savings.
const header = `
| assignments | plan | round trips (allowed) | wall | of stock | of wide | of lean | CPU | of stock | of wide | of lean | memory | stock | wide | lean |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
`

func findTerraform() (string, error) {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path, nil
	}
	return exec.LookPath("terraform")
}

// bencher has what all measurements share.
type bencher struct {
	root, terraform                string
	runs, folders                  int
	ours, stock, wide, lean, empty bench.Program
}

func (b *bencher) folder() (string, error) {
	b.folders++
	dir := filepath.Join(b.root, strconv.Itoa(b.folders))
	return dir, os.Mkdir(dir, 0o700)
}

func (b *bencher) build(ctx context.Context) error {
	for pkg, p := range map[string]*bench.Program{bench.Ours: &b.ours, bench.Stock: &b.stock, bench.Wide: &b.wide, bench.Lean: &b.lean, bench.Empty: &b.empty} {
		dir, err := b.folder()
		if err != nil {
			return err
		}
		if *p, err = bench.Build(ctx, dir, pkg); err != nil {
			return err
		}
	}
	return nil
}
