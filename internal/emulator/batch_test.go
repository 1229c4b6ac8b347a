package emulator_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
)

type inner struct {
	ID      string
	Status  int
	Headers map[string]string
	Body    json.RawMessage
}

// answers reads a batch's responses, in their order and by id.
func (x *tester) answers(r response) ([]string, map[string]inner) {
	x.t.Helper()
	var body struct{ Responses []inner }
	if err := json.Unmarshal([]byte(x.is(r, 200).body), &body); err != nil {
		x.t.Fatal(err)
	}
	var order []string
	byID := map[string]inner{}
	for _, one := range body.Responses {
		order = append(order, one.ID)
		byID[one.ID] = one
	}
	return order, byID
}

func (x *tester) batch(requests ...string) response {
	x.t.Helper()
	return x.do("POST", "/v1.0/$batch", `{"requests":[`+strings.Join(requests, ",")+`]}`)
}

func TestBatchAnswersEachRequestOnItsOwn(t *testing.T) {
	tenant := catalogue()
	tenant.Groups = circle().Groups[:1]
	tenant.Groups[0].Members = nil
	x := start(t, tenant)
	_, got := x.answers(x.batch(
		`{"id":"a","method":"GET","url":"/groups/`+sales+`?$select=id"}`,
		`{"id":"b","method":"GET","url":"groups/`+finance+`"}`,
		`{"id":"c","method":"GET","url":"/groups/`+sales+`/transitiveMembers?$count=true&$top=1&$select=id","headers":{"consistencylevel":"eventual"}}`,
		`{"id":"d","method":"GET","url":"/groups/`+sales+`/transitiveMembers/$count","headers":{"ConsistencyLevel":"eventual"}}`,
		`{"id":"e","method":"POST","url":"`+assignmentsOf(paint)+`","headers":{"Content-Type":"application/json"},"body":`+assignmentBody("required", groupTarget, "null")+`}`,
		`{"id":"f","method":"POST","url":"`+assignmentsOf(paint)+`","headers":{"Content-Type":"application/json"},"body":`+assignmentBody("required", groupTarget, "null")+`}`,
		`{"id":"g","method":"GET","url":"/v1.0/groups"}`,
		`{"id":"h","method":"POST","url":"/$batch","headers":{"Content-Type":"application/json"},"body":{"requests":[]}}`,
		`{"id":"i","method":"DELETE","url":"`+assignmentsOf(paint)+`/`+sales+`_1_0"}`,
	))
	statuses := map[string]int{}
	for id, one := range got {
		statuses[id] = one.Status
	}
	x.equal("statuses", statuses, map[string]int{"a": 200, "b": 404, "c": 200, "d": 200, "e": 201, "f": 400, "g": 400, "h": 400, "i": 204})
	x.equal("content type", got["a"].Headers["Content-Type"] != "", true)
	var counted map[string]any
	if err := json.Unmarshal(got["c"].Body, &counted); err != nil {
		t.Fatal(err)
	}
	x.equal("count", counted["@odata.count"], any(0.0))
	var encoded string
	if err := json.Unmarshal(got["d"].Body, &encoded); err != nil {
		t.Fatal(err)
	}
	text, _ := base64.StdEncoding.DecodeString(encoded)
	x.equal("text", string(text), "0")
	x.equal("no body", len(got["i"].Body), 0)
}

func TestBatchAnswersComeInAnyOrder(t *testing.T) {
	x := start(t, emulator.Tenant{})
	var requests, ids []string
	for i := range 20 {
		ids = append(ids, fmt.Sprint(i))
		requests = append(requests, fmt.Sprintf(`{"id":"%d","method":"GET","url":"/organization"}`, i))
	}
	order, _ := x.answers(x.batch(requests...))
	if slices.Equal(order, ids) || len(order) != 20 {
		t.Errorf("the order is that of the requests: %v", order)
	}
}

func TestBatchHonoursDependsOn(t *testing.T) {
	x := start(t, catalogue())
	post := func(id, on, intent string) string {
		return `{"id":"` + id + `","dependsOn":[` + on + `],"method":"POST","url":"` + assignmentsOf(paint) + `","headers":{"Content-Type":"application/json"},"body":` + assignmentBody(intent, groupTarget, "null") + `}`
	}
	_, got := x.answers(x.batch(post("3", `"2"`, "uninstall"), post("2", `"1"`, "nonsense"), post("1", ``, "required")))
	x.equal("statuses", []int{got["1"].Status, got["2"].Status, got["3"].Status}, []int{201, 500, 424})
}

func TestBatchRefuses(t *testing.T) {
	x := start(t, emulator.Tenant{})
	many := strings.TrimSuffix(strings.Repeat(`{"id":"#","method":"GET","url":"/organization"},`, 21), ",")
	for i := range 21 {
		many = strings.Replace(many, "#", fmt.Sprint("r", i), 1)
	}
	get := func(id string) string { return `{"id":"` + id + `","method":"GET","url":"/organization"}` }
	for name, test := range map[string][2]string{
		"too many":     {many, "Number of requests inside batch exceed the limit 20."},
		"ids by case":  {get("a") + "," + get("A"), "Invalid batch payload format: the id 'A' is used more than once."},
		"no id":        {get(""), "Invalid batch payload format: each request needs an id, a method and a url."},
		"content type": {`{"id":"1","method":"POST","url":"/x","body":{}}`, "Invalid batch payload format: the request '1' has a body and no Content-Type header."},
		"dependence":   {`{"id":"1","method":"GET","url":"/x","dependsOn":["2"]}`, "Invalid batch payload format: the request '1' depends on '2', which is not in the batch."},
	} {
		t.Run(name, func(t *testing.T) { x.in(t).refused(x.batch(test[0]), 400, "BadRequest", test[1]) })
	}
	x.refused(x.do("POST", "/v1.0/$batch", `{}`), 400, "BadRequest", "Invalid batch payload format.")
	x.is(x.get("/v1.0/$batch"), 405)
}

func TestFaultMeetsOneRequestInsideABatch(t *testing.T) {
	x := start(t, circle())
	if err := x.Fault(emulator.Fault{Match: emulator.Match{PathRegexp: "/groups/" + finance, InBatch: true}, Times: 1, Status: 429, RetryAfter: "2.128"}); err != nil {
		t.Fatal(err)
	}
	requests := []string{`{"id":"1","method":"GET","url":"/groups/` + sales + `"}`, `{"id":"2","method":"GET","url":"/groups/` + finance + `"}`}
	x.is(x.get("/v1.0/groups/"+finance), 200) // not inside
	_, got := x.answers(x.batch(requests...))
	x.equal("first", []any{got["1"].Status, got["2"].Status, got["2"].Headers["Retry-After"]}, []any{200, 429, "2.128"})
	_, got = x.answers(x.batch(requests...))
	x.equal("second", []int{got["1"].Status, got["2"].Status}, []int{200, 200})
	counts := x.RequestCounts()
	x.equal("counts", []int{counts["GET /groups/{id}"], counts["POST /v1.0/$batch"]}, []int{5, 2})
	last := x.Requests()[len(x.Requests())-1]
	x.equal("batch", []any{last.BatchSize, last.InBatch, last.Status}, []any{2, false, 200})

	if err := x.Fault(emulator.Fault{Match: emulator.Match{PathRegexp: "/groups/" + finance, InBatch: true}, Cut: "after"}); err != nil {
		t.Fatal(err)
	}
	if _, err := x.try("POST", "/v1.0/$batch", `{"requests":[`+requests[1]+`]}`); err == nil {
		t.Error("the connection was not cut")
	}
}
