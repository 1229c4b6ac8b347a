package seats

import (
	"bytes"
	"encoding/hex"
	"fmt"
)

// ID names one user, device, group or app: the sixteen bytes of its GUID. Ids
// are kept as bytes rather than text because the sets here hold millions, and
// because two spellings of one GUID must be one claimant.
type ID [16]byte

// hyphens are the places of the hyphens in the 36 characters of a GUID.
var hyphens = [...]int{8, 13, 18, 23}

// ParseID reads a GUID in its usual form of 36 characters, in either case. The
// error names what was given; no other form (braces, no hyphens) is accepted.
func ParseID(s string) (ID, error) {
	var id ID
	if len(s) != 36 {
		return ID{}, fmt.Errorf("%q is not a GUID: want 36 characters, have %d", s, len(s))
	}
	digits := make([]byte, 0, 2*len(id))
	start := 0
	for _, h := range hyphens {
		if s[h] != '-' {
			return ID{}, fmt.Errorf("%q is not a GUID: want a hyphen at character %d", s, h+1)
		}
		digits = append(digits, s[start:h]...)
		start = h + 1
	}
	digits = append(digits, s[start:]...)
	if _, err := hex.Decode(id[:], digits); err != nil {
		return ID{}, fmt.Errorf("%q is not a GUID: it holds something other than hexadecimal digits", s)
	}
	return id, nil
}

// String writes the GUID in lower case, as Graph does.
func (id ID) String() string {
	var b [36]byte
	hex.Encode(b[0:8], id[0:4])
	hex.Encode(b[9:13], id[4:6])
	hex.Encode(b[14:18], id[6:8])
	hex.Encode(b[19:23], id[8:10])
	hex.Encode(b[24:36], id[10:16])
	for _, h := range hyphens {
		b[h] = '-'
	}
	return string(b[:])
}

// Compare orders ids as their lower-case text is ordered.
func (id ID) Compare(other ID) int { return bytes.Compare(id[:], other[:]) }
