package seats

import "fmt"

// Limit says whether an app's seats can run out.
type Limit uint8

const (
	// Limited: the app has Total seats and no more.
	Limited Limit = iota
	// Unlimited: licences are handed out without limit.
	Unlimited
	// NotCounted: nobody keeps seats for the app. Its total, if it has one, says
	// nothing.
	NotCounted
)

// String names the limit.
func (l Limit) String() string {
	switch l {
	case Limited:
		return "limited"
	case Unlimited:
		return "unlimited"
	case NotCounted:
		return "not counted"
	}
	return fmt.Sprintf("limit(%d)", uint8(l))
}

// Pool is the seats of one app: how many were bought and how many are in use.
// A total of 0 means that the app's seats are not counted, whatever Limit says:
// free apps report 0 of 0. (Observed in managed Google Play.)
type Pool struct {
	Limit Limit
	Total int
	Used  int
}

// Bounded reports whether the pool can run out. An app whose pool cannot is
// never refused and never warned about.
func (p Pool) Bounded() bool { return p.Limit == Limited && p.Total > 0 }

// Available returns the seats bought and not in use; never below 0, although a
// service may report more in use than bought.
func (p Pool) Available() int { return max(0, p.Total-p.used()) }

// used is the seats in use, never below 0.
func (p Pool) used() int { return max(0, p.Used) }
