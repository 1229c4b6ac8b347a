package acctest

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Invoked is what came of an action.
type Invoked struct {
	Progress    []string
	Diagnostics []Diagnostic
}

// PlanAction validates and plans an action, as Terraform 1.14 does.
func (p *Protocol) PlanAction(typeName string, config Object) []Diagnostic {
	p.t.Helper()
	server, encoded := p.action(typeName, config)
	valid, err := server.ValidateActionConfig(p.t.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: typeName, Config: encoded})
	must(p.t, err)
	if d := diagnostics(valid.Diagnostics); len(d) > 0 {
		return d
	}
	resp, err := server.PlanAction(p.t.Context(), &tfprotov6.PlanActionRequest{ActionType: typeName, Config: encoded})
	must(p.t, err)
	return diagnostics(resp.Diagnostics)
}

// Invoke carries an action out, whatever its plan reported. The stream must end
// with exactly one word that it is complete. heard are called with each word of
// progress; the action does not wait for them.
func (p *Protocol) Invoke(typeName string, config Object, heard ...func(progress string)) Invoked {
	p.t.Helper()
	server, encoded := p.action(typeName, config)
	stream, err := server.InvokeAction(p.t.Context(), &tfprotov6.InvokeActionRequest{ActionType: typeName, Config: encoded})
	must(p.t, err)
	var out Invoked
	completed := 0
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			if completed > 0 {
				p.t.Errorf("progress after the end: %s", event.Message)
			}
			out.Progress = append(out.Progress, event.Message)
			for _, hear := range heard {
				hear(event.Message)
			}
		case tfprotov6.CompletedInvokeActionEventType:
			completed++
			out.Diagnostics = diagnostics(event.Diagnostics)
		}
	}
	if completed != 1 {
		p.t.Errorf("the action completed %d times", completed)
	}
	return out
}

func (p *Protocol) action(typeName string, config Object) (tfprotov6.ActionServer, *tfprotov6.DynamicValue) {
	p.t.Helper()
	server, ok := p.server.(tfprotov6.ActionServer)
	if !ok {
		p.t.Fatal("the server has no actions")
	}
	schema, ok := p.schema.ActionSchemas[typeName]
	if !ok {
		p.t.Fatalf("no action %s", typeName)
	}
	return server, p.encode(schema.Schema, config)
}
