package soak

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

// challenge is how Graph asks for a new token before the old one has run out.
// Source: Microsoft Entra docs, "Claims challenges"; azcore answers it.
const challenge = `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxNzYzODAwMDAwIn19fQ=="`

// faults are the kinds of bad weather, each drawn anew: how often, and after how
// many requests it begins.
var faults = []func(every, skip int) emulator.Fault{
	func(every, skip int) emulator.Fault { return emulator.Fault{Every: every, Skip: skip, Status: 429} },
	func(every, skip int) emulator.Fault {
		return emulator.Fault{Every: every, Skip: skip, Status: 429, RetryAfter: "1"}
	},
	func(every, skip int) emulator.Fault {
		return emulator.Fault{Every: every, Skip: skip, Status: 429, RetryAfter: "0.128"}
	},
	func(every, skip int) emulator.Fault {
		return emulator.Fault{Match: emulator.Match{InBatch: true}, Every: every, Skip: skip, Status: 429, RetryAfter: "0.3"}
	},
	func(every, skip int) emulator.Fault {
		return emulator.Fault{Match: emulator.Match{InBatch: true}, Every: every, Skip: skip, Status: 503}
	},
	func(every, skip int) emulator.Fault { return emulator.Fault{Every: every, Skip: skip, Status: 500} },
	func(every, skip int) emulator.Fault { return emulator.Fault{Every: every, Skip: skip, Status: 502} },
	func(every, skip int) emulator.Fault {
		return emulator.Fault{Every: every, Skip: skip, Status: 503, RetryAfter: "0.2"}
	},
	func(every, skip int) emulator.Fault { return emulator.Fault{Every: every, Skip: skip, Status: 504} },
	func(every, skip int) emulator.Fault { // the write is done and the answer hides it
		return emulator.Fault{Match: emulator.Match{Method: "POST", PathRegexp: "/assign"}, Every: every, Skip: skip, Status: 504, AfterRun: true}
	},
	func(every, skip int) emulator.Fault { return emulator.Fault{Every: every, Skip: skip, Cut: "before"} },
	func(every, skip int) emulator.Fault {
		return emulator.Fault{Match: emulator.Match{Method: "POST", PathRegexp: "/assign"}, Every: every, Skip: skip, Cut: "after"}
	},
	func(every, skip int) emulator.Fault {
		return emulator.Fault{Match: emulator.Match{Method: "PATCH"}, Every: every, Skip: skip, Cut: "after"}
	},
	func(every, skip int) emulator.Fault {
		return emulator.Fault{Match: emulator.Match{Method: "DELETE"}, Every: every, Skip: skip, Cut: "after"}
	},
	func(every, skip int) emulator.Fault {
		return emulator.Fault{Every: every, Skip: skip, Latency: 150 * time.Millisecond}
	},
	func(_, skip int) emulator.Fault { // the token is no good any more
		return emulator.Fault{Match: emulator.Match{Outer: true, PathRegexp: "^/(v1.0|beta)/"}, Skip: skip, Times: 2, Status: 401, Header: map[string]string{"WWW-Authenticate": challenge}}
	},
}

// storm draws one to four faults, and whether writes show late.
func storm(r *rand.Rand, server *emulator.Server) (late bool, err error) {
	for range 1 + r.IntN(4) {
		if err := server.Fault(faults[r.IntN(len(faults))](3+r.IntN(5), r.IntN(6))); err != nil {
			return false, err
		}
	}
	if late = r.IntN(3) == 0; late {
		err = server.Lag(1 + r.IntN(2))
	}
	return late, err
}

// calm ends the weather.
func calm(server *emulator.Server) error {
	server.ClearFaults()
	return server.Lag(0)
}

// met names what a request came to, where that is a fault. Nothing else answers so in
// these tenants.
func met(q emulator.Request) string {
	switch {
	case q.Status == 0:
		return "cut"
	case q.Status == 401 || q.Status == 429 || q.Status >= 500:
		return fmt.Sprint(q.Status)
	}
	return ""
}
