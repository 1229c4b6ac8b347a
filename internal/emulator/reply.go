package emulator

import (
	"bytes"
	"encoding/json"
	"net/http"
)

// reply is an answer ready to be written, alone or into a batch.
type reply struct {
	status int
	header http.Header
	body   []byte // nil: none
	isText bool
	cut    bool // a fault inside a batch cuts its connection
	drop   bool // a fault leaves it out of its batch's answer
}

func (s *Server) identify(e *exchange, header http.Header) {
	header.Set("request-id", e.requestID)
	if id := e.call.header.Get("client-request-id"); id != "" {
		header.Set("client-request-id", id)
	} else {
		header.Set("client-request-id", e.requestID)
	}
}

func (s *Server) failed(e *exchange, err error) reply {
	refused := asAPIError(err)
	header := refused.header.Clone()
	if header == nil {
		header = http.Header{}
	}
	s.identify(e, header)
	object := refused.object(e.area, e.call.now, e.requestID, header.Get("client-request-id"))
	return marshalled(reply{status: refused.status, header: header}, object)
}

func (s *Server) written(e *exchange, a answer) reply {
	out := reply{status: a.status, header: a.header.Clone()}
	if out.header == nil {
		out.header = http.Header{}
	}
	if out.status == 0 {
		out.status = http.StatusOK
	}
	s.identify(e, out.header)
	switch {
	case a.object != nil:
		return marshalled(out, a.object)
	case a.text != "":
		out.header.Set("Content-Type", "text/plain")
		out.body, out.isText = []byte(a.text), true
	}
	return out
}

func marshalled(out reply, object any) reply {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(object); err != nil { // only JSON values get here
		panic(err)
	}
	out.header.Set("Content-Type", "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8")
	out.body = buffer.Bytes()
	return out
}

func (r reply) write(w http.ResponseWriter) {
	for name, values := range r.header {
		w.Header()[name] = values
	}
	w.WriteHeader(r.status)
	_, _ = w.Write(r.body) // the caller may have gone
}
