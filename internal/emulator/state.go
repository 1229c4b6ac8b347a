package emulator

import (
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
)

// state is the tenant as it is now. The server's mutex guards it; what leaves
// it are copies.
type state struct {
	organization Organization
	skew         time.Duration
	lag          int // reads that each write of assignments shows late
	association  association
	tokens       []*vppToken
	play         googlePlay

	apps    []*app // by id
	users   []*User
	devices []*Device
	managed []*ManagedDevice
	groups  []*group

	appByID     map[string]*app
	tokenByID   map[string]*vppToken
	userByID    map[string]*User
	userByUPN   map[string]*User
	deviceByID  map[string]*Device
	managedByID map[string]*ManagedDevice
	groupByID   map[string]*group

	populations map[string]*population
	prefixes    []*population // in order of appearance
	stems       map[stem]stemUse
	closures    map[string]*memberSet // transitive members, until membership changes
}

const defaultTenantID = "7e5a1e00-0000-4000-8000-000000000001"

// namespace makes stable ids for objects that the tenant file names without one.
var namespace = uuid.MustParse("6f1d4c1e-51f5-4b8e-9a8e-6c1d6f1c0a55")

func newState(t *Tenant) (*state, error) {
	st := &state{
		organization: t.Organization,
		skew:         time.Duration(t.SkewSeconds * float64(time.Second)),
		appByID:      map[string]*app{}, tokenByID: map[string]*vppToken{}, userByID: map[string]*User{}, userByUPN: map[string]*User{},
		deviceByID: map[string]*Device{}, managedByID: map[string]*ManagedDevice{}, groupByID: map[string]*group{},
		populations: map[string]*population{}, stems: map[stem]stemUse{}, closures: map[string]*memberSet{},
	}
	o := &st.organization
	orDefault(&o.DisplayName, "Emulated tenant")
	orDefault(&o.MDMAuthority, "intune")
	orDefault(&o.Domain, "contoso.example")
	orDefault(&o.ID, defaultTenantID)
	if err := guid(&o.ID); err != nil {
		return nil, fmt.Errorf("tenant: %w", err)
	}
	if !mdmAuthorities[o.MDMAuthority] {
		return nil, fmt.Errorf("tenant: mdmAuthority %q is not one of unknown, intune, sccm, office365", o.MDMAuthority)
	}
	var err error
	if st.association, err = newAssociation(t.Store); err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	if st.play, err = newGooglePlay(t.GooglePlay); err != nil {
		return nil, fmt.Errorf("googlePlay: %w", err)
	}
	for _, load := range []func(*Tenant) error{st.loadPeople, st.loadGroups, st.loadManaged, st.loadTokens, st.loadApps} {
		if err := load(t); err != nil {
			return nil, err
		}
	}
	return st, nil
}

func (st *state) loadPeople(t *Tenant) error {
	for _, g := range t.Generate {
		if err := st.grow(g); err != nil {
			return err
		}
	}
	for _, g := range t.Groups {
		for _, g := range g.Generate {
			if err := st.grow(g); err != nil {
				return err
			}
		}
	}
	for _, u := range t.Users {
		if err := st.addUser(u); err != nil {
			return fmt.Errorf("user %q: %w", u.UserPrincipalName, err)
		}
	}
	for _, d := range t.Devices {
		if err := st.addDevice(d); err != nil {
			return fmt.Errorf("device %q: %w", d.DisplayName, err)
		}
	}
	return nil
}

func (st *state) addUser(u User) error {
	if !strings.Contains(u.UserPrincipalName, "@") {
		return fmt.Errorf("userPrincipalName is missing or no name@domain")
	}
	orDefault(&u.ID, stableID(userKind, u.UserPrincipalName))
	orDefault(&u.DisplayName, u.UserPrincipalName)
	orDefault(&u.UserType, "Member")
	if err := guid(&u.ID); err != nil {
		return err
	}
	if _, err := planObjects(u.Plans); err != nil {
		return err
	}
	upn := strings.ToLower(u.UserPrincipalName)
	if st.userByID[u.ID] != nil || st.userByUPN[upn] != nil {
		return fmt.Errorf("exists twice")
	}
	st.users = append(st.users, &u)
	st.userByID[u.ID], st.userByUPN[upn] = &u, &u
	return nil
}

func (st *state) addDevice(d Device) error {
	orDefault(&d.ID, stableID(deviceKind, d.DisplayName))
	orDefault(&d.DeviceID, stableID(deviceIDKind, d.ID))
	orDefault(&d.OperatingSystem, "Windows")
	if err := guid(&d.ID); err != nil {
		return err
	}
	if err := guid(&d.DeviceID); err != nil {
		return err
	}
	if st.deviceByID[d.ID] != nil {
		return fmt.Errorf("exists twice")
	}
	st.devices = append(st.devices, &d)
	st.deviceByID[d.ID] = &d
	return nil
}

// user finds a person by id or user principal name, nil if there is none.
func (st *state) user(name string) *User {
	name = strings.ToLower(name)
	if u := st.userByID[name]; u != nil {
		return u
	}
	if u := st.userByUPN[name]; u != nil {
		return u
	}
	if use, n, ok := st.generated(name); ok && use.kind == userKind {
		return use.population.userAt(n)
	}
	for _, p := range st.prefixes {
		if n, ok := p.number(name); ok {
			return p.userAt(n)
		}
	}
	return nil
}

// device finds a directory device by its object id, nil if there is none.
func (st *state) device(id string) *Device {
	id = strings.ToLower(id)
	if d := st.deviceByID[id]; d != nil {
		return d
	}
	if use, n, ok := st.generated(id); ok && use.kind == deviceKind {
		return use.population.deviceAt(n)
	}
	return nil
}

func orDefault(value *string, otherwise string) {
	if *value == "" {
		*value = otherwise
	}
}

func orTrue(value *bool) bool { return value == nil || *value }

// guid checks that an id is a GUID in its usual form, and lowers its case.
func guid(id *string) error {
	if !isGUID(*id) {
		return fmt.Errorf("id %q is not a GUID", *id)
	}
	*id = strings.ToLower(*id)
	return nil
}

func isGUID(text string) bool { return len(text) == 36 && uuid.Validate(text) == nil }

func stableID(k kind, name string) string {
	return uuid.NewSHA1(namespace, []byte(string(k)+"\x00"+strings.ToLower(name))).String()
}
