package conformance

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Waiver lets one server off a part of the rules.
type Waiver struct {
	side, reason string
}

// OddRequests waives the rules for requests, for a test that sends what Graph
// refuses. The reason is for who reads the test.
func OddRequests(reason string) Waiver { return Waiver{sideRequest, reason} }

// OddAnswers waives the rules for answers, for a test in which faults answer
// what Graph never does: HTML, broken JSON, half an object.
func OddAnswers(reason string) Waiver { return Waiver{sideAnswer, reason} }

// Counts are what a watcher has judged. Each request inside a batch counts, as
// does the batch.
type Counts struct {
	Requests, Answers int
	// InBatches are those of the requests that came inside a batch.
	InBatches int
}

// Watcher judges what passes a server. Its methods may be called by any number
// of goroutines.
type Watcher struct {
	waived []string

	mu     sync.Mutex
	counts Counts
	found  []string
	more   int
}

// maxFound bounds what one test prints: the first faults tell, the rest repeat.
const maxFound = 20

// New makes a watcher for a server that belongs to no one test.
func New(waivers ...Waiver) *Watcher {
	w := &Watcher{}
	for _, waiver := range waivers {
		w.waived = append(w.waived, waiver.side)
	}
	return w
}

// Watch makes what goes around a server's handler. When the test ends, it fails
// for each broken rule.
func Watch(t testing.TB, waivers ...Waiver) func(http.Handler) http.Handler {
	t.Helper()
	w := New(waivers...)
	t.Cleanup(func() {
		for _, violation := range w.Violations() {
			t.Errorf("conformance: %s", violation)
		}
		counts := w.Counts()
		t.Logf("conformance: %d requests and %d answers judged, %d of them in batches", counts.Requests, counts.Answers, counts.InBatches)
	})
	return w.Around
}

// Violations are the broken rules so far, each once.
func (w *Watcher) Violations() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	found := slices.Clone(w.found)
	if w.more > 0 {
		found = append(found, fmt.Sprintf("and %d more", w.more))
	}
	return found
}

// Counts is what has been judged so far.
func (w *Watcher) Counts() Counts {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.counts
}

// Around judges what passes between the network and next.
func (w *Watcher) Around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		version, _, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
		if facts().types[version] == nil {
			if strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") && !slices.Contains(w.waived, sideRequest) {
				w.add(Violation{Request: r.Method + " " + r.URL.EscapedPath(), Side: sideRequest, Rule: RuleVersion,
					Text: "the path begins with no version, and there is a token"})
			}
			next.ServeHTTP(out, r) // signing in, control routes, the page
			return
		}
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler) // the caller has gone
		}
		r.Body = io.NopCloser(bytes.NewReader(raw))
		e := &exchange{
			method: r.Method, version: version, path: strings.TrimPrefix(r.URL.EscapedPath(), "/"+version),
			query: r.URL.Query(), header: r.Header, body: readBody(raw, r.Header.Get("Content-Type")), host: scheme(r) + r.Host,
		}
		copied := &recorder{ResponseWriter: out}
		answered := false
		defer func() {
			if answered {
				e.status, e.answer = copied.status, readBody(copied.body.Bytes(), out.Header().Get("Content-Type"))
			}
			w.pass(e) // a request that was cut is judged as well
		}()
		next.ServeHTTP(copied, r)
		if r.Context().Err() != nil {
			return // nobody is there any more to have the whole answer
		}
		copied.WriteHeader(http.StatusOK)
		answered = true
	})
}

func scheme(r *http.Request) string {
	if r.TLS == nil {
		return "http://"
	}
	return "https://"
}

// pass judges one exchange, and those inside it.
func (w *Watcher) pass(e *exchange) {
	w.judge(e)
	if e.path == "/$batch" && e.version != store {
		for _, one := range e.inside(w.unlessWaived(sideAnswer)) {
			w.judge(one)
		}
	}
}

func (w *Watcher) judge(e *exchange) {
	isBatch := e.path == "/$batch" && !e.inBatch && e.version != store
	e.judgeRequest(w.unlessWaived(sideRequest))
	if e.status != 0 && (!isBatch || e.status/100 != 2) {
		e.judgeAnswer(w.unlessWaived(sideAnswer))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if !slices.Contains(w.waived, sideRequest) {
		w.counts.Requests++
		if e.inBatch {
			w.counts.InBatches++
		}
	}
	if e.status != 0 && !slices.Contains(w.waived, sideAnswer) {
		w.counts.Answers++
	}
}

func (w *Watcher) unlessWaived(side string) func(Violation) {
	if slices.Contains(w.waived, side) {
		return func(Violation) {}
	}
	return w.add
}

func (w *Watcher) add(v Violation) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch text := v.String(); {
	case slices.Contains(w.found, text):
	case len(w.found) == maxFound:
		w.more++
	default:
		w.found = append(w.found, text)
	}
}

// recorder copies what a handler writes.
type recorder struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
		r.ResponseWriter.WriteHeader(status)
	}
}

func (r *recorder) Write(p []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	n, err := r.ResponseWriter.Write(p) // writes nothing where the status allows no body
	r.body.Write(p[:n])
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
