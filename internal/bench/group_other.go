//go:build !unix

package bench

import (
	"errors"
	"os"
	"os/exec"
)

func ownGroup(*exec.Cmd) {}

// KillAll kills terraform; its providers end by themselves, since nobody reads what
// they say.
func (r *Running) KillAll() error { return gone(r.cmd.Process.Kill()) }

// gone takes it for success that there is nobody to signal any more.
func gone(err error) error {
	if errors.Is(err, os.ErrProcessDone) {
		return nil
	}
	return err
}
