package emulator_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// tab is one page of a headless Chromium, spoken to over a pipe in the
// DevTools protocol: messages are JSON and end with a zero byte.
type tab struct {
	t       testing.TB
	to      *os.File
	session string

	mu       sync.Mutex
	number   int
	waiting  map[int]chan devtoolsMessage
	problems []string // errors and violations that the console showed
}

type devtoolsMessage struct {
	ID     int             `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  json.RawMessage `json:"error"`
}

// chromium opens an empty tab, and skips the test where there is no Chromium.
func chromium(t testing.TB) *tab {
	t.Helper()
	path := ""
	for _, name := range []string{"google-chrome", "chromium-browser", "chromium"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
		}
	}
	if path == "" {
		t.Skip("chromium is not on PATH: install it to run this test")
	}
	inRead, inWrite, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	outRead, outWrite, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(context.WithoutCancel(t.Context()), path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
		"--ignore-certificate-errors", "--remote-debugging-pipe", "--user-data-dir="+t.TempDir(), "about:blank")
	command.ExtraFiles = []*os.File{inRead, outWrite} // Chromium's 3 and 4
	command.WaitDelay = 5 * time.Second
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	_, _ = inRead.Close(), outWrite.Close()
	tb := &tab{t: t, to: inWrite, waiting: map[int]chan devtoolsMessage{}}
	go tb.listen(outRead)
	t.Cleanup(func() {
		tb.call("Browser.close", nil, nil)
		_ = command.Wait() // the profile may be removed only then
		_ = inWrite.Close()
	})
	var target struct {
		TargetID string `json:"targetId"`
	}
	var session struct {
		SessionID string `json:"sessionId"`
	}
	tb.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	tb.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &session)
	tb.session = session.SessionID
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		tb.call(domain+".enable", nil, nil)
	}
	return tb
}

func (tb *tab) listen(from *os.File) {
	defer from.Close()
	for reader := bufio.NewReader(from); ; {
		text, err := reader.ReadString(0)
		if err != nil {
			return
		}
		var m devtoolsMessage
		if json.Unmarshal([]byte(strings.TrimSuffix(text, "\x00")), &m) != nil {
			continue
		}
		tb.mu.Lock()
		switch {
		case m.ID != 0:
			tb.waiting[m.ID] <- m
		case m.Method == "Log.entryAdded", m.Method == "Runtime.exceptionThrown", m.Method == "Runtime.consoleAPICalled":
			tb.problems = append(tb.problems, string(m.Params))
		}
		tb.mu.Unlock()
	}
}

// call asks Chromium for something and reads its result.
func (tb *tab) call(method string, params, result any) {
	tb.t.Helper()
	answered := make(chan devtoolsMessage, 1)
	tb.mu.Lock()
	tb.number++
	id := tb.number
	tb.waiting[id] = answered
	tb.mu.Unlock()
	message := map[string]any{"id": id, "method": method}
	if params != nil {
		message["params"] = params
	}
	if tb.session != "" && method != "Browser.close" {
		message["sessionId"] = tb.session
	}
	written, err := json.Marshal(message)
	if err != nil {
		tb.t.Fatal(err)
	}
	if _, err := tb.to.Write(append(written, 0)); err != nil {
		tb.t.Fatal(err)
	}
	select {
	case m := <-answered:
		if m.Error != nil {
			tb.t.Fatalf("%s: %s", method, m.Error)
		}
		if result != nil {
			if err := json.Unmarshal(m.Result, result); err != nil {
				tb.t.Fatal(err)
			}
		}
	case <-time.After(30 * time.Second):
		tb.t.Fatalf("%s: Chromium does not answer", method)
	}
}

// eval is the value of a JavaScript expression in the page.
func (tb *tab) eval(expression string) any {
	tb.t.Helper()
	var out struct {
		Result struct {
			Value any `json:"value"`
		} `json:"result"`
		Exception json.RawMessage `json:"exceptionDetails"`
	}
	tb.call("Runtime.evaluate", map[string]any{"expression": expression, "awaitPromise": true, "returnByValue": true}, &out)
	if out.Exception != nil {
		tb.t.Fatalf("%s: %s", expression, out.Exception)
	}
	return out.Result.Value
}

// until waits for an expression to become true.
func (tb *tab) until(expression string) {
	tb.t.Helper()
	for range 200 {
		if tb.eval(expression) == true {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	tb.t.Fatalf("never true: %s; the page is\n%v", expression, tb.eval("document.body.innerText"))
}

// clean checks that the console showed nothing.
func (tb *tab) clean() {
	tb.t.Helper()
	tb.mu.Lock()
	defer tb.mu.Unlock()
	if len(tb.problems) > 0 {
		tb.t.Errorf("the console shows %s", fmt.Sprint(tb.problems))
	}
}
