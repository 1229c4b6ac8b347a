// Command check-tenant asks a real tenant whether the emulator's assumptions
// hold, and prints what differs. Its one concern is flags, the sign-in from the
// environment, and the exit code: 0 nothing differs, 1 something does, 2 it
// could not be found out.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() { os.Exit(interruptible()) }

func interruptible() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	c := command{lookup: os.Getenv, now: time.Now, stdout: os.Stdout, stderr: os.Stderr}
	return c.run(ctx, os.Args[1:])
}
