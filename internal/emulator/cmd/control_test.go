package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// serve runs the command as a script does, and returns what control needs.
func serve(t *testing.T) (connection []string) {
	t.Helper()
	dir := t.TempDir()
	tenant, ca, ready := filepath.Join(dir, "tenant.json"), filepath.Join(dir, "ca.pem"), filepath.Join(dir, "ready")
	if err := os.WriteFile(tenant, []byte(`{"apps": [{"id": "0e4b8c1d-6f2a-4b7c-8d11-2c9a5e7f3b01", "displayName": "Carnet", "totalLicenseCount": 5}], "store": {"enabled": true}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"-tenant", tenant, "-ca", ca, "-ready", ready}, io.Discard, io.Discard)
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	for range 200 {
		if url, err := os.ReadFile(ready); err == nil {
			return []string{"control", "-ca", ca, "-url", strings.TrimSpace(string(url))}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the emulator did not get ready")
	return nil
}

func TestControl(t *testing.T) {
	connection := serve(t)
	call := func(arguments ...string) (string, error) {
		var out bytes.Buffer
		err := run(t.Context(), append(connection, arguments...), &out, io.Discard)
		return out.String(), err
	}
	if out, err := call("buy", `{"app": "0e4b8c1d-6f2a-4b7c-8d11-2c9a5e7f3b01", "licenses": 3}`); err != nil || out != "" {
		t.Errorf("buy: %q, %v", out, err)
	}
	out, err := call("state")
	var state struct {
		Apps []struct{ BoughtLicenseCount int }
	}
	if err != nil || json.Unmarshal([]byte(out), &state) != nil || len(state.Apps) != 1 || state.Apps[0].BoughtLicenseCount != 8 {
		t.Errorf("state: %v\n%s", err, out)
	}
	if out, err := call("assignments", `{"app": "0e4b8c1d-6f2a-4b7c-8d11-2c9a5e7f3b01"}`); err != nil || out != "[]\n" {
		t.Errorf("assignments: %q, %v", out, err)
	}
	if out, err := call("reset"); err != nil || out != "" {
		t.Errorf("reset: %q, %v", out, err)
	}
	if out, err := call("state"); err != nil || strings.Contains(out, "boughtLicenseCount\": 8") {
		t.Errorf("the state after a reset: %v\n%s", err, out)
	}
	if out, err := call("-method", "DELETE", "requests"); err != nil || out != "" {
		t.Errorf("DELETE requests: %q, %v", out, err)
	}
}

func TestControlRefuses(t *testing.T) {
	connection := serve(t)
	notPEM := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(notPEM, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	const usage = "control needs -url, -ca and a route"
	for name, c := range map[string]struct {
		arguments []string
		want      string
	}{
		"no route":        {connection, usage},
		"no connection":   {[]string{"control", "state"}, usage},
		"too much":        {append(connection[:5:5], "a", "b", "c"), usage},
		"unknown route":   {append(connection[:5:5], "nosuch"), `GET nosuch: 404 Not Found: {"error":"no control GET /_emulator/nosuch"}`},
		"misspelt field":  {append(connection[:5:5], "buy", `{"ap": ""}`), `POST buy: 400 Bad Request: {"error":"body: json: unknown field \"ap\""}`},
		"no such CA file": {[]string{"control", "-url", "https://127.0.0.1:1", "-ca", notPEM + "x", "state"}, "read the certificate authority: open " + notPEM + "x: no such file or directory"},
		"no CA in it":     {[]string{"control", "-url", "https://127.0.0.1:1", "-ca", notPEM, "state"}, notPEM + " holds no certificate"},
	} {
		var out bytes.Buffer
		err := run(t.Context(), c.arguments, &out, io.Discard)
		if err == nil || err.Error() != c.want || out.Len() != 0 {
			t.Errorf("%s: %q, %v; want %s", name, out.String(), err, c.want)
		}
	}
}
