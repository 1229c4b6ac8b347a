package bench

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"strconv"
	"time"
)

// Running is a terraform that has been started.
type Running struct {
	cmd     *exec.Cmd
	started time.Time
	out     bytes.Buffer
	peak    func() int64
	done    chan struct{}
	err     error
}

// Start starts terraform, in a process group of its own, so that a signal that is
// meant for it does not reach whoever started it.
func (w *Workspace) Start(ctx context.Context, arguments ...string) (*Running, error) {
	r := &Running{cmd: exec.CommandContext(ctx, w.Terraform, arguments...), done: make(chan struct{})}
	r.cmd.Dir, r.cmd.Env, r.cmd.Stdout, r.cmd.Stderr = w.dir, w.environ, &r.out, &r.out
	ownGroup(r.cmd)
	r.started = time.Now()
	if err := r.cmd.Start(); err != nil {
		return nil, err
	}
	r.peak = watch(r.cmd.Process.Pid)
	go func() {
		r.err = r.cmd.Wait()
		close(r.done)
	}()
	return r, nil
}

// Wait waits for the end and says what the run cost. The error is that of
// [exec.Cmd.Wait].
func (r *Running) Wait() (Run, error) {
	<-r.done
	run := Run{Wall: time.Since(r.started), Peak: r.peak(), Out: r.out.String()}
	if s := r.cmd.ProcessState; s != nil {
		run.CPU = s.UserTime() + s.SystemTime()
	}
	return run, r.err
}

// Ended reports whether terraform has ended.
func (r *Running) Ended() bool {
	select {
	case <-r.done:
		return true
	default:
		return false
	}
}

// Signal sends terraform a signal. One that has ended takes none.
func (r *Running) Signal(signal os.Signal) error { return gone(r.cmd.Process.Signal(signal)) }

// KillProviders kills the providers that terraform has started, without a chance to
// say or do anything.
func (r *Running) KillProviders() error {
	for _, pid := range children(r.cmd.Process.Pid) {
		id, err := strconv.Atoi(pid)
		if err != nil {
			return err
		}
		if process, err := os.FindProcess(id); err == nil {
			if err := gone(process.Kill()); err != nil {
				return err
			}
		}
	}
	return nil
}
