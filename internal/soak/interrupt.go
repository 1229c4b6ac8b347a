package soak

import (
	"errors"
	"os"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/bench"
)

// interruption is what is done to an apply while it runs.
type interruption struct {
	name string
	do   func(*bench.Running) error
}

func (i interruption) called() string { return i.name }

// between is how long an impatient user waits before pressing Ctrl-C again.
const between = 100 * time.Millisecond

var interruptions = []interruption{
	{"SIGINT", func(p *bench.Running) error { return p.Signal(os.Interrupt) }},
	{"SIGINT twice", func(p *bench.Running) error {
		err := p.Signal(os.Interrupt)
		time.Sleep(between)
		return errors.Join(err, p.Signal(os.Interrupt))
	}},
	{"provider killed", func(p *bench.Running) error { return p.KillProviders() }},
	{"everything killed", func(p *bench.Running) error { return p.KillAll() }},
}
