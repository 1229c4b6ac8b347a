package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// controlPrefix is where the control routes are: under a path Graph does not have.
const controlPrefix = "/_emulator/"

// controls are the control routes by method and name. A handler returns what is
// written as JSON, nil for 204.
var controls = map[string]func(*Server, []byte) (any, error){
	"GET state":          func(s *Server, _ []byte) (any, error) { return s.Dump(), nil },
	"GET requests":       func(s *Server, _ []byte) (any, error) { return orEmpty(s.Requests()), nil },
	"GET request-counts": func(s *Server, _ []byte) (any, error) { return s.RequestCounts(), nil },
	"DELETE requests":    func(s *Server, _ []byte) (any, error) { s.ResetRequests(); return nil, nil },
	"GET faults":         func(s *Server, _ []byte) (any, error) { return s.FaultCounts(), nil },
	"DELETE faults":      func(s *Server, _ []byte) (any, error) { s.ClearFaults(); return nil, nil },
	"POST reset":         func(s *Server, _ []byte) (any, error) { return nil, s.Reset() },
	"POST seed":          taking(func(s *Server, t Tenant) (any, error) { return nil, s.Seed(&t) }),
	"POST app":           taking(func(s *Server, a App) (any, error) { return nil, s.AddApp(a) }),
	"POST association":   taking(func(s *Server, e Edit) (any, error) { return nil, s.SetDeviceAppManagement(e) }),
	"POST remove-app":    taking(func(s *Server, b ofApp) (any, error) { return nil, s.RemoveApp(b.App) }),
	"POST assignments": taking(func(s *Server, b ofApp) (any, error) {
		if list := s.Assignments(b.App); list != nil {
			return list, nil
		}
		return nil, fmt.Errorf("app %s does not exist", b.App)
	}),
	"POST buy": taking(func(s *Server, b struct {
		App      string `json:"app"`
		Licenses int    `json:"licenses"`
	}) (any, error) {
		return nil, s.Buy(b.App, b.Licenses)
	}),
	"POST install": taking(func(s *Server, b ofHolders) (any, error) {
		return nil, b.each(s.Install, s.InstallOnDevices)
	}),
	"POST uninstall": taking(func(s *Server, b ofHolders) (any, error) {
		return nil, b.each(s.Uninstall, s.UninstallFromDevices)
	}),
	"POST vpp-token":   taking(func(s *Server, e VPPTokenEdit) (any, error) { return nil, s.EditVPPToken(e) }),
	"POST google-play": taking(func(s *Server, g GooglePlay) (any, error) { return nil, s.EditGooglePlay(g) }),
	"POST edit-assignments": taking(func(s *Server, b struct {
		App         string           `json:"app"`
		Assignments []map[string]any `json:"assignments"`
	}) (any, error) {
		return nil, s.EditAssignments(b.App, func([]map[string]any) []map[string]any { return b.Assignments })
	}),
	"POST members": taking(func(s *Server, b struct {
		Group   string   `json:"group"`
		Members []string `json:"members"`
	}) (any, error) {
		return nil, s.SetMembers(b.Group, b.Members)
	}),
	"POST delete-group": taking(func(s *Server, b struct {
		Group string `json:"group"`
	}) (any, error) {
		return nil, s.DeleteGroup(b.Group)
	}),
	"POST fault": taking(func(s *Server, b struct {
		Fault
		LatencySeconds float64 `json:"latencySeconds"`
	}) (any, error) {
		b.Latency = seconds(b.LatencySeconds)
		return nil, s.Fault(b.Fault)
	}),
	"POST lag": taking(func(s *Server, b struct {
		Reads int `json:"reads"`
	}) (any, error) {
		return nil, s.Lag(b.Reads)
	}),
	"POST token": taking(func(s *Server, b struct {
		ClientID    string   `json:"clientId"`
		Audience    string   `json:"audience"`
		Permissions []string `json:"permissions"`
		TTLSeconds  float64  `json:"ttlSeconds"`
	}) (any, error) {
		if b.TTLSeconds == 0 {
			b.TTLSeconds = 3600
		}
		token, err := s.Mint(b.ClientID, b.Audience, b.Permissions, seconds(b.TTLSeconds))
		return map[string]string{"accessToken": token}, err
	}),
}

type ofApp struct {
	App string `json:"app"`
}

// ofHolders names people, or devices for an app of Apple's; not both, so that
// nothing is done by halves.
type ofHolders struct {
	App     string   `json:"app"`
	Users   []string `json:"users"`
	Devices []string `json:"devices"`
}

func (b ofHolders) each(users, devices func(string, ...string) error) error {
	switch {
	case len(b.Users) > 0 && len(b.Devices) > 0:
		return fmt.Errorf("users or devices, not both")
	case len(b.Devices) > 0:
		return devices(b.App, b.Devices...)
	}
	return users(b.App, b.Users...)
}

// taking makes a control of a function that takes a JSON body. Unknown fields
// are refused, so that a misspelt one does not pass for a default.
func taking[T any](f func(*Server, T) (any, error)) func(*Server, []byte) (any, error) {
	return func(s *Server, body []byte) (any, error) {
		var value T
		decoder := json.NewDecoder(bytes.NewReader(body))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&value); err != nil {
			return nil, fmt.Errorf("body: %w", err)
		}
		return f(s, value)
	}
}

func orEmpty(list []Request) []Request { return append([]Request{}, list...) }

// ServeControl serves the control routes. Bodies and answers are JSON; what
// goes wrong is 400 with {"error": text}, and nothing has changed. App and group
// are ids.
//
//	GET    /_emulator/state            the tenant as it is now, as a tenant file
//	POST   /_emulator/seed             a tenant file: replaces everything
//	POST   /_emulator/reset            back to the last seed, no faults, empty log
//	POST   /_emulator/buy              {"app", "licenses"}
//	POST   /_emulator/install          {"app", "users": [upn…]} or {"app", "devices": [id or name…]}; also uninstall
//	POST   /_emulator/vpp-token        a [VPPTokenEdit]
//	POST   /_emulator/google-play      a [GooglePlay]: replaces the tie
//	POST   /_emulator/app              an app of a tenant file: add or replace
//	POST   /_emulator/remove-app       {"app"}
//	POST   /_emulator/assignments      {"app"}: returns them
//	POST   /_emulator/edit-assignments {"app", "assignments": […]}: in the portal
//	POST   /_emulator/members          {"group", "members": [id or upn…]}
//	POST   /_emulator/delete-group     {"group"}
//	POST   /_emulator/lag              {"reads"}: so many reads of assignments after each write answer as before it
//	POST   /_emulator/association      an [Edit]
//	POST   /_emulator/fault            a [Fault], with latencySeconds
//	GET    /_emulator/faults           {name: how many requests it has met}; DELETE removes them
//	GET    /_emulator/requests         the request log; DELETE empties it
//	GET    /_emulator/request-counts   {kind: number}
//	POST   /_emulator/token            {"clientId", "audience", "permissions", "ttlSeconds"}
func (s *Server) ServeControl(w http.ResponseWriter, r *http.Request) {
	control := controls[r.Method+" "+strings.TrimPrefix(r.URL.Path, controlPrefix)]
	if control == nil {
		writeControl(w, http.StatusNotFound, map[string]string{"error": "no control " + r.Method + " " + r.URL.Path})
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // the caller has gone
	}
	value, err := control(s, body)
	switch {
	case err != nil:
		writeControl(w, http.StatusBadRequest, map[string]string{"error": err.Error()})
	case value == nil:
		w.WriteHeader(http.StatusNoContent)
	default:
		writeControl(w, http.StatusOK, value)
	}
}

func writeControl(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(value) // the caller may have gone
}
