package odata

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

type tokenKind int

const (
	tokenEnd tokenKind = iota
	tokenName
	tokenLiteral
	tokenPunct
)

// token is one word of an expression.
type token struct {
	kind  tokenKind
	text  string // as written
	value any    // of a literal: string, float64, bool, nil, guid or time.Time
	at    int    // byte offset
}

// guid is a bare guid literal, in lower case.
type guid string

// Each pattern ends where a word ends, so that "5abc" is not 5 and then abc.
var (
	reGUID   = regexp.MustCompile(`^(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b`)
	reTime   = regexp.MustCompile(`^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,12})?)?(Z|[+-]\d\d:\d\d))?\b`)
	reNumber = regexp.MustCompile(`^-?\d{1,18}(\.\d{1,18})?\b`)
	reName   = regexp.MustCompile(`^[@$]?[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*`)
	reString = regexp.MustCompile(`^'((?:[^']|'')*)'`)
)

// lex cuts a whole expression into tokens, a tokenEnd last.
func lex(text string) ([]token, error) {
	var tokens []token
	for at := 0; at < len(text); {
		rest := text[at:]
		if rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\n' || rest[0] == '\r' {
			at++
			continue
		}
		next, ok := scan(rest)
		if !ok {
			if rest[0] == '\'' {
				return nil, reasonf("There is an unterminated string literal at position %d in '%s'.", len(text), text)
			}
			return nil, reasonf("Syntax error: character '%s' is not valid at position %d in '%s'.", firstRune(rest), at, text)
		}
		next.at = at
		at += len(next.text)
		tokens = append(tokens, next)
	}
	return append(tokens, token{kind: tokenEnd, at: len(text)}), nil
}

// scan reads one token from the start of rest, which is not empty.
func scan(rest string) (token, bool) {
	if m := reString.FindStringSubmatch(rest); m != nil {
		return token{kind: tokenLiteral, text: m[0], value: strings.ReplaceAll(m[1], "''", "'")}, true
	}
	if m := reGUID.FindString(rest); m != "" {
		return token{kind: tokenLiteral, text: m, value: guid(strings.ToLower(m))}, true
	}
	if m := reTime.FindString(rest); m != "" {
		if t, ok := parseTime(m); ok {
			return token{kind: tokenLiteral, text: m, value: t}, true
		}
		return token{}, false
	}
	if m := reNumber.FindString(rest); m != "" {
		n, err := strconv.ParseFloat(m, 64)
		return token{kind: tokenLiteral, text: m, value: n}, err == nil
	}
	if m := reName.FindString(rest); m != "" {
		switch m {
		case "true", "false":
			return token{kind: tokenLiteral, text: m, value: m == "true"}, true
		case "null":
			return token{kind: tokenLiteral, text: m}, true
		}
		return token{kind: tokenName, text: m}, true
	}
	if strings.ContainsRune("(),/:", rune(rest[0])) {
		return token{kind: tokenPunct, text: rest[:1]}, true
	}
	return token{}, false
}

func parseTime(text string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

func firstRune(text string) string {
	for _, r := range text {
		return string(r)
	}
	return ""
}
