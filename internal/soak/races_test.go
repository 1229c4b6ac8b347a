package soak

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const racing = `package main

func main() {
	n, done := 0, make(chan bool)
	go func() { n++; close(done) }()
	n++
	<-done
}
`

// A process with a race leaves a report where it is looked for, and one without none.
func TestRacesAreNoticed(t *testing.T) {
	if !UnderRace {
		t.Skip("needs the race detector")
	}
	dir := t.TempDir()
	if err := raced(dir); err != nil {
		t.Error(err)
	}
	program := filepath.Join(dir, "main.go")
	if err := os.WriteFile(program, []byte(racing), 0o600); err != nil {
		t.Fatal(err)
	}
	run := exec.CommandContext(t.Context(), "go", "run", "-race", program)
	run.Env = append(os.Environ(), raceReports(dir))
	if out, err := run.CombinedOutput(); err == nil {
		t.Fatalf("the race was not detected: %s", out)
	}
	if err := raced(dir); err == nil || !strings.Contains(err.Error(), "DATA RACE") {
		t.Errorf("%v", err)
	}
}
