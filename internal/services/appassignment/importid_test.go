package appassignment

import (
	"strings"
	"testing"
)

func TestSplitID(t *testing.T) {
	const app, group = "a0000000-0000-4000-8000-000000000001", "b0000000-0000-4000-8000-00000000000a"
	for id, want := range map[string][2]string{
		app + "/" + group + "_1_0":                        {app, group + "_1_0"},
		app + "/" + group + "_3_1":                        {app, group + "_3_1"},
		" " + strings.ToUpper(app+"/"+group) + "_0_0\n":   {app, group + "_0_0"},
		app + "/acacacac-9df4-4c7d-9d50-4ef0226f57a9_2_0": {app, "acacacac-9df4-4c7d-9d50-4ef0226f57a9_2_0"},
	} {
		if gotApp, got, err := splitID(id); err != nil || gotApp != want[0] || got != want[1] {
			t.Errorf("splitID(%q) = %q, %q, %v", id, gotApp, got, err)
		}
	}
	for _, id := range []string{
		"", "/", app, app + "/", app + "/" + group, app + "/" + group + "_1", app + "/" + group + "_4_0", app + "/" + group + "_1_2",
		app + "/" + group + "_1_0_0", app + "/" + group + "__0", app + "/" + group + "_1_", app + "//" + group + "_1_0",
		group + "_1_0", "Whiteboard/" + group + "_1_0", app + "/Sales_1_0", app + "\\" + group + "_1_0", app + "/../" + group + "_1_0",
	} {
		want := `"` + strings.ReplaceAll(id, `\`, `\\`) + `" is not of the form {app_id}/{assignment_id}, such as` + "\n\n  " + exampleID
		if _, _, err := splitID(id); err == nil || err.Error() != want {
			t.Errorf("splitID(%q): %v", id, err)
		}
	}
	if _, _, err := splitID(exampleID); err != nil {
		t.Errorf("the example: %v", err)
	}
}

// What is accepted is put together again to what was given, and is safe as two
// elements of a path.
func FuzzSplitID(f *testing.F) {
	f.Add(exampleID)
	f.Add(strings.ToUpper(exampleID))
	f.Add("a/b_1_0")
	f.Add(exampleID + "/..")
	f.Fuzz(func(t *testing.T, id string) {
		app, assignment, err := splitID(id)
		if err != nil {
			return
		}
		if joined := joinID(app, assignment); !strings.EqualFold(joined, strings.TrimSpace(id)) {
			t.Errorf("%q became %q", id, joined)
		}
		if strings.Trim(app+assignment, "0123456789abcdef-_") != "" {
			t.Errorf("%q gave %q and %q", id, app, assignment)
		}
	})
}
