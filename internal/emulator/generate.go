package emulator

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// kind is a kind of object that an id can stand for.
type kind string

const (
	userKind     kind = "user"
	deviceKind   kind = "device"
	groupKind    kind = "group"
	deviceIDKind kind = "deviceId"
	managedKind  kind = "managedDevice"
)

// A generated id is ten bytes that stand for a kind and a prefix, followed by
// the number, multiplied by an odd factor modulo 2^48 so that ids of one prefix
// do not arrive sorted. Multiplying by the factor's inverse leads back from an
// id to its number, which is why no table of a million people is needed.
const (
	scramble     = 0x5DEECE66D
	numberMask   = 1<<48 - 1
	stemLength   = 10
	numberLength = 6
)

type stem [stemLength]byte

func stemOf(k kind, prefix string) stem {
	sum := sha256.Sum256([]byte(string(k) + "\x00" + prefix))
	s := stem(sum[:stemLength])
	s[6] = s[6]&0x0f | 0x40 // version 4
	s[8] = s[8]&0x3f | 0x80 // variant of RFC 9562
	return s
}

func (s stem) id(n int) string {
	var id uuid.UUID
	var number [8]byte
	binary.BigEndian.PutUint64(number[:], uint64(n)*scramble&numberMask) //nolint:gosec // numbers are 0 to 2^30, see grow
	copy(id[:], s[:])
	copy(id[stemLength:], number[8-numberLength:])
	return id.String()
}

func generatedID(k kind, prefix string, n int) string { return stemOf(k, prefix).id(n) }

// splitID is the way back from an id to its stem and number.
func splitID(id string) (stem, int, bool) {
	parsed, err := uuid.Parse(id)
	if err != nil {
		return stem{}, 0, false
	}
	var number [8]byte
	copy(number[8-numberLength:], parsed[stemLength:])
	n := binary.BigEndian.Uint64(number[:]) * inverse(scramble) & numberMask
	return stem(parsed[:stemLength]), int(n), true
}

// inverse of an odd factor modulo 2^64, by Newton's method: each step doubles
// the number of correct bits, of which an odd number has three to begin with.
func inverse(factor uint64) uint64 {
	x := factor
	for range 5 {
		x *= 2 - factor*x
	}
	return x
}

// span is a range of numbers, to exclusive.
type span struct{ from, to int }

func (s span) contains(n int) bool { return s.from <= n && n < s.to }
func (s span) size() int           { return max(0, s.to-s.from) }

// split cuts a span where another begins and ends.
func (s span) split(other span) []span {
	from, to := min(max(other.from, s.from), s.to), min(max(other.to, s.from), s.to)
	return []span{{s.from, from}, {from, max(from, to)}, {max(from, to), s.to}}
}

func (s span) join(other span) span {
	switch {
	case other.size() == 0:
		return s
	case s.size() == 0:
		return other
	}
	return span{min(s.from, other.from), max(s.to, other.to)}
}

// population is all people and devices of one prefix.
type population struct {
	prefix, domain, system         string
	users, devices                 span
	user, device, deviceID, manage stem
}

func newPopulation(prefix, domain string) *population {
	return &population{
		prefix: prefix, domain: domain,
		user: stemOf(userKind, prefix), device: stemOf(deviceKind, prefix),
		deviceID: stemOf(deviceIDKind, prefix), manage: stemOf(managedKind, prefix),
	}
}

func (p *population) userAt(n int) *User {
	name := p.prefix + strconv.Itoa(n)
	return &User{ID: p.user.id(n), UserPrincipalName: name + "@" + p.domain, DisplayName: name, Plans: []string{"INTUNE_A"}, UserType: "Member"}
}

func (p *population) deviceAt(n int) *Device {
	return &Device{ID: p.device.id(n), DeviceID: p.deviceID.id(n), DisplayName: p.prefix + strconv.Itoa(n), OperatingSystem: p.system}
}

func (p *population) managedAt(n int) *ManagedDevice {
	m := &ManagedDevice{ID: p.manage.id(n), DeviceName: p.prefix + strconv.Itoa(n), AzureADDeviceID: p.deviceID.id(n), OperatingSystem: p.system}
	if p.users.contains(n) {
		m.UserID = p.user.id(n)
	}
	m.complete()
	return m
}

// number reads the number out of a user principal name of this population.
func (p *population) number(upn string) (int, bool) {
	rest, ok := strings.CutPrefix(upn, strings.ToLower(p.prefix))
	if !ok {
		return 0, false
	}
	digits, ok := strings.CutSuffix(rest, "@"+strings.ToLower(p.domain))
	if !ok {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil && strconv.Itoa(n) == digits && p.users.contains(n)
}

// grow makes sure that the people of g exist.
func (st *state) grow(g Generate) error {
	if g.Prefix == "" {
		return fmt.Errorf("generate: prefix is missing")
	}
	if g.From < 0 || g.Users < 0 || g.Devices < 0 || g.From+max(g.Users, g.Devices) > 1<<30 {
		return fmt.Errorf("generate %q: numbers must lie between 0 and 2^30", g.Prefix)
	}
	p := st.populations[g.Prefix]
	if p == nil {
		p = newPopulation(g.Prefix, st.organization.Domain)
		st.populations[g.Prefix] = p
		st.prefixes = append(st.prefixes, p)
		st.stems[p.user], st.stems[p.device], st.stems[p.manage] = stemUse{p, userKind}, stemUse{p, deviceKind}, stemUse{p, managedKind}
		st.stems[p.deviceID] = stemUse{p, deviceIDKind}
	}
	switch {
	case p.system == "":
		p.system = cmp.Or(g.OperatingSystem, "Windows")
	case g.OperatingSystem != "" && g.OperatingSystem != p.system:
		return fmt.Errorf("generate %q: its devices have one operating system, not %q and %q", g.Prefix, p.system, g.OperatingSystem)
	}
	p.users = p.users.join(span{g.From, g.From + g.Users})
	p.devices = p.devices.join(span{g.From, g.From + g.Devices})
	return nil
}

// stemUse tells what a stem stands for.
type stemUse struct {
	population *population
	kind       kind
}

// generated finds the population, kind and number that an id stands for.
func (st *state) generated(id string) (stemUse, int, bool) {
	s, n, ok := splitID(id)
	if !ok {
		return stemUse{}, 0, false
	}
	use, ok := st.stems[s]
	if !ok {
		return stemUse{}, 0, false
	}
	within := use.population.devices
	if use.kind == userKind {
		within = use.population.users
	}
	return use, n, within.contains(n)
}
