//go:build unix

package bench

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// KillAll kills terraform and the providers that it has started, as when the machine
// loses power.
func (r *Running) KillAll() error { return gone(syscall.Kill(-r.cmd.Process.Pid, syscall.SIGKILL)) }

// gone takes it for success that there is nobody to signal any more.
func gone(err error) error {
	if errors.Is(err, os.ErrProcessDone) || errors.Is(err, syscall.ESRCH) {
		return nil
	}
	return err
}
