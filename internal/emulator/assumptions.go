package emulator

import _ "embed" // for ASSUMPTIONS.md

//go:embed ASSUMPTIONS.md
var assumptions string

// Assumptions is the document that lists what the emulator takes for granted,
// for the command that asks a real tenant whether it is so.
func Assumptions() string { return assumptions }
