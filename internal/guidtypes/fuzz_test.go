package guidtypes

import (
	"testing"

	"github.com/google/uuid"
)

// A text is an id exactly where another program reads it as one in this form, and then it is the same id in its canonical
// form, which cannot hold anything but digits and hyphens.
func FuzzValid(f *testing.F) {
	for _, seed := range []string{"", guid, "0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0", "{" + guid + "}", guid + "\x00", guid[:35] + "\u0130", guid[:34] + "\u2170"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		id, err := uuid.Parse(text)
		if want := err == nil && len(text) == len(guid); Valid(text) != want {
			t.Fatalf("Valid(%q) is %t", text, !want)
		}
		if !Valid(text) {
			return
		}
		value := NewValue(text)
		if got := value.Canonical(); got != id.String() {
			t.Errorf("%q is %q, want %q", text, got, id)
		}
		if same, diags := value.StringSemanticEquals(t.Context(), NewValue(id.String())); !same || diags.HasError() {
			t.Errorf("%q is not %q: %v", text, id, diags)
		}
	})
}
