package main

import (
	"context"
	"fmt"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/bench"
)

// binaries compares the binary and its start with one that has one empty resource.
func (b *bencher) binaries(ctx context.Context) error {
	var start, schema [2][]time.Duration
	for range max(5, b.runs) {
		for i, p := range []bench.Program{b.ours, b.empty} {
			took, err := p.StartUp(ctx)
			if err != nil {
				return err
			}
			start[i] = append(start[i], took)
			dir, err := b.folder()
			if err != nil {
				return err
			}
			w, err := bench.NewWorkspace(dir, b.terraform, p, "")
			if err != nil {
				return err
			}
			run, err := w.Schema(ctx)
			if err != nil {
				return err
			}
			schema[i] = append(schema[i], run.Wall)
		}
	}
	fmt.Print("| | ours | one empty resource | ratio |\n|---|---|---|---|\n")
	fmt.Printf("| binary, stripped | %.1f MB | %.1f MB | %.2f |\n", float64(b.ours.Size)/1e6, float64(b.empty.Size)/1e6, float64(b.ours.Size)/float64(b.empty.Size))
	for _, row := range []struct {
		name  string
		times [2][]time.Duration
	}{{"start to handshake", start}, {"terraform providers schema", schema}} {
		ours, empty := bench.Median(row.times[0]), bench.Median(row.times[1])
		fmt.Printf("| %s | %s | %s | %.2f |\n", row.name, seconds(ours), seconds(empty), ratio(ours, empty))
	}
	return nil
}

// costs are those of one provider over several runs.
type costs struct {
	wall, cpu  []time.Duration
	peak       []int64
	roundTrips []int64
}

// plans measures the plan of a company on all providers in turn.
func (b *bencher) plans(ctx context.Context, c bench.Company, assigned bool) error {
	code, name := bench.Changes, "create"
	if assigned {
		code, name = bench.NothingToDo, "refresh"
	}
	var stages [4]*bench.Stage
	var all [4]costs
	for i, p := range []bench.Program{b.ours, b.stock, b.wide, b.lean} {
		dir, err := b.folder()
		if err != nil {
			return err
		}
		if stages[i], err = bench.NewStage(dir, b.terraform, p, c, assigned); err != nil {
			return err
		}
		defer stages[i].Close()
		if assigned {
			if err := stages[i].Settle(ctx, c); err != nil {
				return err
			}
		}
	}
	for range b.runs {
		for i, s := range stages {
			if s.Server != nil {
				s.Server.ResetRequests()
			}
			run, err := s.Plan(ctx, code)
			if err != nil {
				return err
			}
			all[i].wall, all[i].cpu, all[i].peak = append(all[i].wall, run.Wall), append(all[i].cpu, run.CPU), append(all[i].peak, run.Peak)
			if s.Server != nil {
				all[i].roundTrips = append(all[i].roundTrips, int64(bench.RoundTrips(s.Server.Requests())))
			}
		}
	}
	ours, others := all[0], all[1:]
	fmt.Printf("| %d | %s | %d (%d) | %s |", c.Assignments, name, bench.Median(ours.roundTrips), c.AllowedRoundTrips(), seconds(bench.Median(ours.wall)))
	for _, o := range others {
		fmt.Printf(" %.2f |", paired(ours.wall, o.wall))
	}
	fmt.Printf(" %s |", seconds(bench.Median(ours.cpu)))
	for _, o := range others {
		fmt.Printf(" %.2f |", paired(ours.cpu, o.cpu))
	}
	for _, o := range all {
		fmt.Printf(" %s |", megabytes(o.peak))
	}
	fmt.Println()
	return nil
}

// weather applies in bad weather and plans again.
func (b *bencher) weather(ctx context.Context, c bench.Company) error {
	dir, err := b.folder()
	if err != nil {
		return err
	}
	s, err := bench.NewStage(dir, b.terraform, b.ours, c, false)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := bench.BadWeather(s.Server); err != nil {
		return err
	}
	run, err := s.Apply(ctx)
	if err != nil {
		return err
	}
	if err := c.Verify(s.Server); err != nil {
		return err
	}
	if _, err := s.Plan(ctx, bench.NothingToDo); err != nil {
		return err
	}
	fmt.Printf("\nApply of %d assignments with every 4th answer a 429, every 5th a 503 and every 3rd write cut: %s, the tenant exactly as configured, and the next plan empty.\n", c.Assignments, seconds(run.Wall))
	return nil
}

// paired is the median of the ratios of runs that followed one another.
func paired(ours, others []time.Duration) float64 {
	ratios := make([]int64, len(ours))
	for i := range ours {
		ratios[i] = int64(1000 * ratio(ours[i], others[i]))
	}
	return float64(bench.Median(ratios)) / 1000
}

func ratio(a, b time.Duration) float64 { return a.Seconds() / b.Seconds() }

func seconds(d time.Duration) string {
	if d < 100*time.Millisecond {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}

// megabytes is the most of all runs: memory is a bound, and noise adds none.
func megabytes(peaks []int64) string {
	var most int64
	for _, p := range peaks {
		most = max(most, p)
	}
	if most == 0 {
		return "–"
	}
	return fmt.Sprintf("%d MB", most>>20)
}
