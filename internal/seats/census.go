package seats

// Population is whom one scope reaches, before any assignment has its say. Users
// are user ids; devices are ids of directory devices. The two never coincide.
type Population struct{ Users, Devices Set }

// Owners leads from a device to its primary user. A device without one is
// absent, and claims no seat where a seat is for a user.
type Owners map[ID]ID

// Census is who is where: the populations of the scopes that a question names
// (Question.Scopes), and the devices' owners where it needs them
// (Question.NeedsOwners). Owners that were read and are none is an empty map,
// not nil.
type Census struct {
	Scopes map[Scope]Population
	Owners Owners
}

// Holders is who holds a seat of the app now. Unresolved is how many hold one
// under a name that leads to no id any more: they need their seats all the same.
type Holders struct {
	Known      Set
	Unresolved int
}

// Count returns how many hold a seat; 0 for nil.
func (h *Holders) Count() int {
	if h == nil {
		return 0
	}
	return h.Known.Len() + h.Unresolved
}
