package emulator

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
)

// maxBody bounds a request's body; Graph's own limit for JSON is of this size.
const maxBody = 4 << 20

// errCut tells that a fault wants the connection closed.
var errCut = errors.New("cut by a fault")

// exchange is one call on its way: what is logged and written in the end.
type exchange struct {
	call      *call
	area      area
	route     *route
	full      string // path with the version, as in Match
	requestID string
	batchSize int
}

// ServeHTTP answers every service of the tenant. The Date header is by the
// tenant's clock.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, controlPrefix) {
		s.ServeControl(w, r)
		return
	}
	if isPage(r) {
		s.servePage(w, r)
		return
	}
	now := s.now()
	w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "request body too large or broken", http.StatusRequestEntityTooLarge)
		return
	}
	if s.service.Load().Owns(r.URL.Path) {
		s.signIn(w, r, body, now)
		return
	}
	path := r.URL.EscapedPath()
	first, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	c := &call{
		method: r.Method, version: version(first), path: "/" + rest, header: r.Header, query: r.URL.Query(),
		body: body, now: now, root: s.url + "/" + first,
	}
	e := &exchange{call: c, full: path, requestID: uuid.NewString(), area: areaOf(c.path)}
	out, err := s.exchange(r.Context(), e, first, r)
	if err != nil {
		panic(http.ErrAbortHandler) // closes the connection without an answer
	}
	out.write(w)
}

// exchange authenticates and answers one outer request.
func (s *Server) exchange(ctx context.Context, e *exchange, first string, r *http.Request) (reply, error) {
	list := routes
	audience := append(entra.GraphAudiences(), s.url)
	switch first {
	case string(v1), string(beta):
	case "V1":
		list, e.area, audience = storeRoutes, storeArea, []string{entra.StoreAudience, s.url}
	default:
		return s.refuse(e, &apiError{status: http.StatusBadRequest, code: "BadRequest", message: "Invalid version: " + first, plain: true}), nil
	}
	caller, err := s.service.Load().Authenticate(r, audience...)
	if err != nil {
		refused := &apiError{status: http.StatusUnauthorized, code: "InvalidAuthenticationToken", message: err.Error(), plain: true}
		if known, ok := errors.AsType[*entra.Error](err); ok {
			refused.code, refused.message = known.Code, known.Message
		}
		refused.header = http.Header{"Www-Authenticate": {"Bearer"}}
		return s.refuse(e, refused), nil
	}
	e.call.caller = caller
	if e.call.path == "/$batch" && first != "V1" {
		return s.faulty(ctx, e, func() reply { return s.batch(ctx, e) })
	}
	return s.single(ctx, e, list)
}

// single answers one request that is not a batch, subject to faults.
func (s *Server) single(ctx context.Context, e *exchange, list []route) (reply, error) {
	found, params, err := findRoute(list, e.call.method, e.call.path)
	if found != nil {
		e.route, e.area, e.call.params = found, found.area, params
	}
	return s.faulty(ctx, e, func() reply {
		switch {
		case err != nil:
			return s.failed(e, err)
		case len(found.permissions) > 0 && !e.call.caller.Has(found.permissions...):
			return s.failed(e, forbidden(e.area, found.permissions))
		}
		return s.run(e)
	})
}

// run lets the route's handler act on the tenant.
func (s *Server) run(e *exchange) reply {
	s.mu.Lock()
	e.call.now = s.clock().Add(s.state.skew)
	s.state.settle(e.call.now)
	out, err := s.watched(e)
	s.mu.Unlock()
	if err != nil {
		return s.failed(e, err)
	}
	return s.written(e, out)
}

// faulty surrounds an answer with what faults do to it, and logs it.
func (s *Server) faulty(ctx context.Context, e *exchange, answer func() reply) (reply, error) {
	logged := Request{
		Method: e.call.method, Path: e.full, Query: unescaped(e.call.query), InBatch: e.call.inBatch, Time: s.now(),
	}
	if e.route != nil {
		logged.Route = e.route.pattern
	}
	matched, _ := url.PathUnescape(e.full)
	if logged.Query != "" {
		matched += "?" + logged.Query
	}
	struck := s.faults.strike(e.call.method, matched, e.call.inBatch)
	logged.Struck = len(struck) > 0
	var last Fault
	for _, f := range struck {
		hold(ctx, f.Latency)
		e.call.emptyPage = e.call.emptyPage || f.EmptyPage
		last = f
	}
	var out reply
	var err error
	switch {
	case last.Cut == "before":
		err = errCut
	case last.Cut == "after":
		answer()
		err = errCut
	case last.Status != 0:
		if last.AfterRun {
			answer()
		}
		out = s.struck(e, last)
	default:
		out = answer()
		out.drop = last.Drop
	}
	if out.cut {
		out, err = reply{}, errCut
	}
	logged.Status, logged.BatchSize, logged.Stale = out.status, e.batchSize, e.call.stale
	s.log.add(logged)
	return out, err
}

func (s *Server) struck(e *exchange, f Fault) reply {
	status, header, body := f.answered()
	if body == "" {
		refused := throttled(status)
		refused.header = header
		return s.failed(e, refused)
	}
	header.Set("Content-Type", "application/json")
	s.identify(e, header)
	return reply{status: status, header: header, body: []byte(body)}
}

func unescaped(query url.Values) string {
	text, err := url.QueryUnescape(query.Encode())
	if err != nil { // what Encode wrote always reads back
		return query.Encode()
	}
	return text
}

// now is the tenant's time.
func (s *Server) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clock().Add(s.state.skew)
}

// refuse answers and logs a request that did not get as far as a route.
func (s *Server) refuse(e *exchange, err *apiError) reply {
	out := s.failed(e, err)
	s.log.add(Request{Method: e.call.method, Path: e.full, Query: unescaped(e.call.query), Status: out.status, Time: e.call.now})
	return out
}
