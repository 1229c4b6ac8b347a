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

// reach is the members of some scopes by the unit of the claim that reaches them,
// before devices and users are turned into each other. It is at this stage that
// exclusions apply, users to users and devices to devices.
type reach struct{ users, devices [2]Set }

// reach returns whom the claims reach, before exclusions.
func (c Census) reach(claims []claim) reach {
	var users, devices [2][]Set
	for _, t := range claims {
		p := c.Scopes[t.Scope]
		users[t.Unit] = append(users[t.Unit], p.Users)
		devices[t.Unit] = append(devices[t.Unit], p.Devices)
	}
	var r reach
	for u := range r.users {
		r.users[u], r.devices[u] = Union(users[u]...), Union(devices[u]...)
	}
	return r
}

// reaches returns whom the claims before and after a change reach. What they have
// in common, most often nearly all, is united once.
func (c Census) reaches(before, after []claim) (reach, reach) {
	both := c.reach(within(before, after))
	return both.or(c.reach(without(before, after))), both.or(c.reach(without(after, before)))
}

// population returns the members of any of the scopes.
func (c Census) population(scopes []Scope) Population {
	var users, devices []Set
	for _, s := range scopes {
		p := c.Scopes[s]
		users, devices = append(users, p.Users), append(devices, p.Devices)
	}
	return Population{Union(users...), Union(devices...)}
}

// or returns whom either reach has, by unit.
func (r reach) or(other reach) reach {
	for u := range r.users {
		r.users[u], r.devices[u] = Union(r.users[u], other.users[u]), Union(r.devices[u], other.devices[u])
	}
	return r
}

// beyond returns whom the reach has and other has not, by unit.
func (r reach) beyond(other reach) reach {
	for u := range r.users {
		r.users[u], r.devices[u] = r.users[u].Minus(other.users[u]), r.devices[u].Minus(other.devices[u])
	}
	return r
}

// except returns whom the reach keeps once the population is taken out.
func (r reach) except(p Population) reach {
	for u := range r.users {
		r.users[u], r.devices[u] = r.users[u].Minus(p.Users), r.devices[u].Minus(p.Devices)
	}
	return r
}

// inside returns whom of the reach the population holds.
func (r reach) inside(p Population) reach {
	for u := range r.users {
		r.users[u], r.devices[u] = r.users[u].Intersect(p.Users), r.devices[u].Intersect(p.Devices)
	}
	return r
}

// claimants returns who takes a seat for being reached: the user where a seat is
// for a user, the device where it is for a device.
func (c Census) claimants(r reach) Set {
	return Union(
		r.users[User], c.ownersOf(r.devices[User]),
		r.devices[Device], c.ownedBy(r.users[Device]),
	)
}

// ownersOf returns the primary users of the devices.
func (c Census) ownersOf(devices Set) Set {
	var users []ID
	for d := range devices.All() {
		if owner, found := c.Owners[d]; found {
			users = append(users, owner)
		}
	}
	return NewSet(users)
}

// ownedBy returns the devices whose primary user is one of the users.
func (c Census) ownedBy(users Set) Set {
	if users.Len() == 0 {
		return Set{}
	}
	var devices []ID
	for d, owner := range c.Owners {
		if users.Contains(owner) {
			devices = append(devices, d)
		}
	}
	return NewSet(devices)
}
