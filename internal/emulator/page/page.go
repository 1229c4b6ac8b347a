// Package page writes the page that a browser gets from the emulator: one HTML
// document without outside resources, from one snapshot of the tenant. It knows
// neither HTTP nor the emulator, and trusts no name in what it is given.
package page

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
)

var (
	//go:embed page.html
	document string
	//go:embed sections.html
	sections string
	//go:embed page.css
	style string
	//go:embed page.js
	script string

	layout = template.Must(template.Must(template.New("page").Funcs(words).Parse(document)).Parse(sections))
)

// Policy is the Content-Security-Policy for the page: its own style and script
// by their hashes, questions to the emulator itself, and nothing else.
func Policy() string {
	return "default-src 'none'; style-src " + hash(style) + "; script-src " + hash(script) +
		"; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// Render returns the whole document. The same snapshot is the same document,
// so that a reader can be told that nothing has changed.
func Render(s Snapshot) ([]byte, error) {
	var out bytes.Buffer
	err := layout.Execute(&out, struct {
		Snapshot
		Style  template.CSS
		Script template.JS
	}{s, template.CSS(style), template.JS(script)}) //nolint:gosec // both are embedded, and the policy holds them to their hashes
	return out.Bytes(), err
}
