package provider

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// TestGuideSaysTheStateVersions: the table of the guide about upgrading is that of the
// schemas, and of every version up to today's there is a state file for a test to read.
func TestGuideSaysTheStateVersions(t *testing.T) {
	guide, err := os.ReadFile("../../templates/guides/upgrading.md")
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]int64{}
	for _, row := range regexp.MustCompile("(?m)^\\| `(\\w+)` \\| (\\d+) \\|$").FindAllStringSubmatch(string(guide), -1) {
		if said[row[1]], err = strconv.ParseInt(row[2], 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	schema, err := NewServer("test", Options{})().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	versions := map[string]int64{}
	for name, s := range schema.ResourceSchemas {
		versions[name] = s.Version
		for v := range s.Version + 1 {
			state, err := os.ReadFile(fmt.Sprintf("../../testdata/state/version-%d.json", v))
			if err != nil || !regexp.MustCompile(`"type": *"`+name+`"`).Match(state) {
				t.Errorf("no state file has a %s of version %d (%v)", name, v, err)
			}
		}
	}
	if diff := cmp.Diff(versions, said); diff != "" {
		t.Errorf("the guide about upgrading (-schema +guide):\n%s", diff)
	}
}
