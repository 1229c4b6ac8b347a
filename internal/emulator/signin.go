package emulator

import (
	"bytes"
	"io"
	"net/http"
	"time"
)

// signIn lets the token service answer, subject to faults and logged like any
// other request, without its body.
func (s *Server) signIn(w http.ResponseWriter, r *http.Request, body []byte, now time.Time) {
	r.Body = io.NopCloser(bytes.NewReader(body))
	recorder := &recorder{header: http.Header{}}
	c := &call{method: r.Method, path: r.URL.Path, header: r.Header, query: r.URL.Query(), now: now}
	e := &exchange{call: c, full: r.URL.Path}
	out, err := s.faulty(r.Context(), e, func() reply {
		s.service.Load().ServeHTTP(recorder, r)
		if recorder.status == 0 {
			recorder.status = http.StatusOK
		}
		return reply{status: recorder.status, header: recorder.header, body: recorder.body.Bytes()}
	})
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	out.write(w)
}

// recorder keeps what a handler writes, until faults have had their say.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorder) Header() http.Header { return r.header }

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

func (r *recorder) Write(p []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(p)
}
