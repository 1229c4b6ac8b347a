package seats_test

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// The tests are scripts. An assignment is written as its intent and scope
// ("required A", "exclude X", "device available B", "filtered required all
// users"); a change as such lines, each with a + or a - before it.

// user, device and group make ids that are easy to tell apart.
func user(n int) seats.ID   { return number('u', n) }
func device(n int) seats.ID { return number('d', n) }
func group(name string) seats.ID {
	return number('g', int(name[0]))
}

func number(kind byte, n int) seats.ID {
	var id seats.ID
	id[0] = kind
	binary.BigEndian.PutUint64(id[8:], uint64(n))
	return id
}

// users makes a set of the users from, from+1, …, to-1.
func users(from, to int) seats.Set { return set(user, from, to) }

// devices makes a set of the devices from, from+1, …, to-1.
func devices(from, to int) seats.Set { return set(device, from, to) }

func set(make func(int) seats.ID, from, to int) seats.Set {
	var ids []seats.ID
	for n := range to - from {
		ids = append(ids, make(from+n))
	}
	return seats.NewSet(ids)
}

func scope(name string) seats.Scope {
	switch name {
	case "all users":
		return seats.Scope{Kind: seats.AllLicensedUsers}
	case "all devices":
		return seats.Scope{Kind: seats.AllDevices}
	}
	return seats.GroupScope(group(name))
}

// assignment reads one line.
func assignment(line string) seats.Assignment {
	var a seats.Assignment
	words := strings.Fields(line)
	for i, word := range words {
		switch word {
		case "device":
			a.Unit = seats.Device
			continue
		case "filtered":
			a.Filtered = true
			continue
		case "exclude":
			a.Exclude = true
		default:
			intent, err := seats.ParseIntent(word)
			if err != nil {
				panic(fmt.Sprintf("script line %q: %v", line, err))
			}
			a.Intent = intent
		}
		a.Scope = scope(strings.Join(words[i+1:], " "))
		return a
	}
	panic(fmt.Sprintf("script line %q names no scope", line))
}

// all reads lines.
func all(lines ...string) []seats.Assignment {
	var as []seats.Assignment
	for _, line := range lines {
		as = append(as, assignment(line))
	}
	return as
}

// change reads lines with a sign. The line "destroy" makes it a destroy.
func change(lines ...string) seats.Change {
	var c seats.Change
	for _, line := range lines {
		switch {
		case line == "destroy":
			c.Destroy = true
		case line[0] == '+':
			c.Adds = append(c.Adds, assignment(line[1:]))
		case line[0] == '-':
			c.Removes = append(c.Removes, assignment(line[1:]))
		default:
			panic(fmt.Sprintf("script line %q has no sign", line))
		}
	}
	return c
}

// census counts users as the groups' members: "A" is the users it is given.
func census(groups map[string]seats.Set) seats.Census {
	c := seats.Census{Scopes: make(map[seats.Scope]seats.Population)}
	for name, members := range groups {
		c.Scopes[scope(name)] = seats.Population{Users: members}
	}
	return c
}

// TestScript keeps the scripts honest.
func TestScript(t *testing.T) {
	got := assignment("filtered device required A")
	want := seats.Assignment{Scope: seats.GroupScope(group("A")), Unit: seats.Device, Filtered: true}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if a := assignment("exclude all devices"); !a.Exclude || a.Scope.Kind != seats.AllDevices {
		t.Errorf("got %+v, want an exclusion of all devices", a)
	}
}
