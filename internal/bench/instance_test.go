package bench_test

import (
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/bench"
)

// BenchmarkUnchangedAssignment is the provider's part of one block of a plan that
// finds nothing to do, everything read already: validating twice, as Terraform does,
// reading and planning. A fifth of it is the test's own encoding.
func BenchmarkUnchangedAssignment(b *testing.B) {
	b.Setenv("TF_LOG_SDK_PROTO", "off")
	b.Setenv("TF_LOG_SDK_FRAMEWORK", "off")
	c := bench.CompanyOf(100)
	env := acctest.Start(b, c.Tenant(true))
	p := env.Protocol(b, nil)
	b.ReportAllocs()
	for b.Loop() {
		p.Validate(assignment, config(c, 0))
		p.Validate(assignment, config(c, 0))
		read, _ := p.Read(assignment, state(c, 0))
		if planned := p.Plan(assignment, read, config(c, 0)); planned.Changed() || len(planned.Diagnostics) > 0 {
			b.Fatalf("%+v", planned)
		}
	}
}
