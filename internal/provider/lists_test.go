package provider

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A query before the provider block is known says so, for each type.
func TestListWithoutConfiguration(t *testing.T) {
	noEnvironment(t)
	server := newServer(Options{})
	if got := configure(t, server, block{"tenant_id": tftypes.UnknownValue}); len(got) > 0 {
		t.Fatal(got)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for name, doing := range map[string]string{
		"intunestore_association":        "Listing the association",
		"intunestore_app_assignment":     "Listing assignments",
		"intunestore_app_assignment_set": "Listing assignments",
	} {
		stream, err := server.(tfprotov6.ListResourceServer).ListResource(t.Context(), &tfprotov6.ListResourceRequest{TypeName: name, Config: filled(t, schemas.ListResourceSchemas[name], nil)})
		if err != nil {
			t.Fatal(err)
		}
		var got []said
		for result := range stream.Results {
			got = append(got, ofProtocol(result.Diagnostics)...)
		}
		want := []said{{"", "Provider not configured yet", doing + " needs the provider's configuration, which depends on values that are known only after apply.\n\n" +
			"Apply what it depends on first, for example with -target, or give the provider block values that are known while planning."}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
