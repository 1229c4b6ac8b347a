package functions

import (
	"strings"
	"testing"
)

// What passes for an id of the Store can stand in a product key and in a path
// without anybody taking it for more than one part.
func FuzzStoreID(f *testing.F) {
	for _, s := range []string{"9NCARNETCHTR", "0010", "", "a/b", "a b", "é", "..", "%2f"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if storeID(s) && (s == "" || strings.ContainsAny(s, "/. %?#&'\"\\\n")) {
			t.Errorf("%q passes for an id", s)
		}
	})
}
