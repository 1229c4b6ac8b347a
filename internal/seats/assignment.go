package seats

import (
	"cmp"
	"fmt"
)

// Unit is what one seat is for. Users and devices of one app draw on the same
// total.
type Unit uint8

const (
	// User: a person takes one seat, on however many devices.
	User Unit = iota
	// Device: a device takes one seat, whoever uses it.
	Device
)

// String names the unit: "user" or "device".
func (u Unit) String() string {
	if u == Device {
		return "device"
	}
	return "user"
}

// Intent is what an assignment does with the app. The zero Intent claims, so
// that an assignment nobody filled in is counted rather than missed.
type Intent uint8

// The intents of Graph's enumeration installIntent.
const (
	Required Intent = iota
	Available
	AvailableWithoutEnrollment
	Uninstall
)

var intents = [...]string{
	Required:                   "required",
	Available:                  "available",
	AvailableWithoutEnrollment: "availableWithoutEnrollment",
	Uninstall:                  "uninstall",
}

// ParseIntent reads an intent in Graph's spelling.
func ParseIntent(s string) (Intent, error) {
	for i, name := range intents {
		if s == name {
			return Intent(i), nil
		}
	}
	return 0, fmt.Errorf("%q is not an intent: want one of required, available, availableWithoutEnrollment, uninstall", s)
}

// String writes the intent in Graph's spelling.
func (i Intent) String() string {
	if int(i) < len(intents) {
		return intents[i]
	}
	return fmt.Sprintf("intent(%d)", uint8(i))
}

// ScopeKind is the kind of thing an assignment is aimed at.
type ScopeKind uint8

const (
	// Group: the members of a directory group, direct and nested.
	Group ScopeKind = iota
	// AllLicensedUsers: every enabled user who has the management service. It
	// reaches users only.
	AllLicensedUsers
	// AllDevices: every device under management. It reaches devices only.
	AllDevices
)

// String names the kind in snake case.
func (k ScopeKind) String() string {
	switch k {
	case Group:
		return "group"
	case AllLicensedUsers:
		return "all_licensed_users"
	case AllDevices:
		return "all_devices"
	}
	return fmt.Sprintf("scope(%d)", uint8(k))
}

// Scope is whom an assignment is aimed at. Group is set only for the kind
// Group, so that two equal scopes are the same people.
type Scope struct {
	Kind  ScopeKind
	Group ID
}

// GroupScope is the scope of one group's members.
func GroupScope(id ID) Scope { return Scope{Kind: Group, Group: id} }

// Compare orders scopes by kind, then by group.
func (s Scope) Compare(other Scope) int {
	return cmp.Or(cmp.Compare(s.Kind, other.Kind), s.Group.Compare(other.Group))
}

// Assignment ties one app to one scope.
type Assignment struct {
	Scope  Scope
	Intent Intent
	// Exclude: the scope's members are taken out of what the app's other
	// assignments let in.
	Exclude bool
	// Unit is what a seat is for. An exclusion has no use for it: it takes out
	// users and devices alike.
	Unit Unit
	// Filtered: a filter narrows the scope in a way not evaluated here. The
	// members of a filtered include are an upper bound; a filtered exclusion
	// takes nobody out for certain, so it is not credited with anyone.
	Filtered bool
}

// Key is what makes an assignment unique among those of one app: Intune has at
// most one per target, intent and mode. (Source: Graph docs, mobileAppAssignment,
// whose id is made of these three.)
type Key struct {
	Scope   Scope
	Intent  Intent
	Exclude bool
}

// Key returns the assignment's key.
func (a Assignment) Key() Key { return Key{a.Scope, a.Intent, a.Exclude} }

// Claims reports whether the assignment lets people take seats: an include with
// any intent but uninstall.
func (a Assignment) Claims() bool { return !a.Exclude && a.Intent != Uninstall }

// takesOut reports whether the assignment keeps people from claiming. Its intent
// does not matter: exclusion wins over inclusion.
func (a Assignment) takesOut() bool { return a.Exclude && !a.Filtered }

// plain returns the assignment without what has no meaning for it, so that two
// that mean the same are equal: an exclusion has no unit, and only the scope of a
// group has a group.
func (a Assignment) plain() Assignment {
	if a.Exclude {
		a.Unit = User
	}
	a.Scope = a.Scope.plain()
	return a
}

// plain returns the key of the plain assignment.
func (k Key) plain() Key {
	k.Scope = k.Scope.plain()
	return k
}

// plain returns the scope without a group that its kind has no use for.
func (s Scope) plain() Scope {
	if s.Kind != Group {
		s.Group = ID{}
	}
	return s
}

// Compare orders keys: includes before exclusions, then by intent, kind of scope
// and group.
func (k Key) Compare(other Key) int {
	return cmp.Or(
		compareBool(k.Exclude, other.Exclude),
		cmp.Compare(k.Intent, other.Intent),
		k.Scope.Compare(other.Scope),
	)
}

// Compare orders assignments by key, then by unit and filter.
func (a Assignment) Compare(other Assignment) int {
	return cmp.Or(
		a.Key().Compare(other.Key()),
		cmp.Compare(a.Unit, other.Unit),
		compareBool(a.Filtered, other.Filtered),
	)
}

// compareBool orders false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
