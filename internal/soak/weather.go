package soak

import (
	"math/rand/v2"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// challenge is how Graph asks for a new token before the old one has run out.
// Source: Microsoft Entra docs, "Claims challenges"; azcore answers it.
const challenge = `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxNzYzODAwMDAwIn19fQ=="`

// expired is Graph's answer to a token that has run out.
const expired = `{"error":{"code":"InvalidAuthenticationToken","message":"Lifetime validation failed, the token is expired."}}`

// stale is the kind of weather that is no fault of a request: reads that do not show
// a write yet.
const stale = "stale read"

// weather is a kind of fault.
type weather struct {
	fault emulator.Fault
	// rare kinds need a certain write, of which there are few: they meet many of them.
	rare bool
	// later says that the first apply of a schedule has nothing that it could meet.
	later bool
}

var (
	creates  = emulator.Match{Method: "POST", PathRegexp: "/assign"}
	changes  = emulator.Match{Method: "PATCH"}
	removals = emulator.Match{Method: "DELETE"}
	inBatch  = emulator.Match{InBatch: true}
	calls    = emulator.Match{Outer: true, PathRegexp: "^/(v1.0|beta)/"}
)

// weathers are the kinds of faults. Those that make everybody wait do not come often.
var weathers = []weather{
	{fault: emulator.Fault{Name: "429", Times: 3, Status: 429}},
	{fault: emulator.Fault{Name: "429, Retry-After whole", Times: 2, Status: 429, RetryAfter: "1"}},
	{fault: emulator.Fault{Name: "429, Retry-After decimal", Status: 429, RetryAfter: "0.128"}},
	{fault: emulator.Fault{Name: "429 in a batch", Match: inBatch, Status: 429, RetryAfter: "0.1"}},
	{fault: emulator.Fault{Name: "424 in a batch", Match: inBatch, Times: 3, Status: 424}},
	{fault: emulator.Fault{Name: "503 in a batch", Match: inBatch, Times: 3, Status: 503}},
	{fault: emulator.Fault{Name: "left out of a batch", Match: inBatch, Times: 4, Drop: true}},
	{fault: emulator.Fault{Name: "500", Times: 3, Status: 500}},
	{fault: emulator.Fault{Name: "502", Times: 3, Status: 502}},
	{fault: emulator.Fault{Name: "503, Retry-After", Status: 503, RetryAfter: "0.1"}},
	{fault: emulator.Fault{Name: "504", Times: 3, Status: 504}},
	{fault: emulator.Fault{Name: "504 after the write", Match: creates, Status: 504, AfterRun: true}, rare: true},
	{fault: emulator.Fault{Name: "cut", Times: 3, Cut: "before"}},
	{fault: emulator.Fault{Name: "cut before the write", Match: creates, Cut: "before"}, rare: true},
	{fault: emulator.Fault{Name: "cut after creating", Match: creates, Cut: "after"}, rare: true},
	{fault: emulator.Fault{Name: "cut after changing", Match: changes, Cut: "after"}, rare: true, later: true},
	{fault: emulator.Fault{Name: "cut after removing", Match: removals, Cut: "after"}, rare: true, later: true},
	{fault: emulator.Fault{Name: "slow", Latency: 150 * time.Millisecond}},
	{fault: emulator.Fault{Name: "401, claims challenge", Match: calls, Times: 2, Status: 401, Header: map[string]string{"WWW-Authenticate": challenge}}},
	{fault: emulator.Fault{Name: "401, token expired", Match: creates, Times: 1, Status: 401, Body: expired}, rare: true},
}

// drawFault draws how often a kind comes, and after how many requests it begins.
func drawFault(r *rand.Rand, w weather) emulator.Fault {
	f, every, skip := w.fault, 3+r.IntN(5), r.IntN(6)
	if w.rare {
		every, skip, f.Times = 1+every%2, 0, 2 // a write is not tried for ever
	}
	f.Every, f.Skip = every, skip
	return f
}

// storm begins the weather of a step.
func storm(server *emulator.Server, s step) error {
	for _, f := range s.faults {
		if err := server.Fault(f); err != nil {
			return err
		}
	}
	return server.Lag(s.late)
}

// calm ends the weather, and counts what it has met.
func calm(server *emulator.Server, met map[string]int) error {
	for name, n := range server.FaultCounts() {
		met[name] += n
	}
	server.ClearFaults()
	return server.Lag(0)
}

func (w weather) called() string { return w.fault.Name }
