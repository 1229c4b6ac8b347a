package page

import "time"

// Snapshot is the tenant at one moment. It has no secrets to show: no client's,
// no token's, no header. The zero time means never.
type Snapshot struct {
	Name, ID, Domain, MDMAuthority string

	Store      Store
	Tokens     List[Token]
	GooglePlay GooglePlay
	Apps       List[App] // those that count licences
	Assigned   List[Assigned]
	Groups     List[Group]
	Faults     List[Fault]
	Requests   List[Request] // newest first
}

// List is the beginning of a list, and how long the whole of it is.
type List[T any] struct {
	Items []T
	Total int
}

// More is how many are not shown.
func (l List[T]) More() int { return l.Total - len(l.Items) }

// Store is the tie to Microsoft Store for Business.
type Store struct {
	Enabled, ToolActive, Retired, Syncing bool
	Language, Portal                      string
	Successful, Completed                 time.Time
}

// Token is an Apple token, without the secret that gives it its name.
type Token struct {
	Name, Organization, State, Status string
	Expires, LastSync                 time.Time
}

// GooglePlay is the tie to managed Google Play.
type GooglePlay struct {
	Binding, Organization, Status string
	LastSync                      time.Time
}

// App is an app with its seats.
type App struct {
	Name, Publisher, Store string
	Seats                  Seats
	Pending                bool // bought, and unknown to Intune until it syncs
	Unsynced               int  // licences that the next sync will add; negative: take away
}

// Seats are an app's licences. Uncounted says why there is no limit to them, ""
// where there is one.
type Seats struct {
	Total, Used int
	Uncounted   string
}

// Assigned is an app with its assignments.
type Assigned struct {
	App         string
	Assignments List[Assignment]
}

// Assignment is one of an app, with how many members its target has.
type Assignment struct {
	Intent, Target, Filter string
	Exclude                bool
	Users, Devices         int
	Gone, Uncounted        bool // the target does not exist; its size is nobody's business here
}

// Group is a group with its members, those of nested groups included.
type Group struct {
	Name                   string
	Users, Devices, Groups int
}

// Fault is what an injected fault meets, what it does, and how often it has.
type Fault struct {
	Meets, Does string
	Met, Times  int // Times 0: no limit
}

// Request is a request that the emulator answered. Status 0: its connection was
// cut.
type Request struct {
	Time                time.Time
	Method, Path, Query string
	Status, BatchSize   int
	InBatch, Struck     bool
}
