// Package seats decides whether an app has enough seats for the people that a
// change of its assignments lets in.
//
// # The model
//
// An app has a pool of seats: a total that was bought, of which some are in use.
// A pool can run out, or it cannot: licences handed out without limit, apps whose
// seats nobody counts.
//
// An assignment aims the app at a scope: a group, all licensed users, all
// devices. It claims when it lets those people take a seat, which every intent
// but uninstall does. A claimant is a user, or under device licensing a device.
// Devices in a scope claim for their primary users where a seat is for a user,
// and users claim for the devices they own where a seat is for a device.
//
// An exclusion takes its members out of every claim of the app, whatever its
// intent: exclusion wins over inclusion. Users and devices are not evaluated
// against each other, so an excluded user still claims through a device that is
// not excluded. (Source: Intune docs, include and exclude app assignments.)
//
// The claim set C of an app is all claimants of its assignments, less those taken
// out, each once however many assignments reach them.
//
// A holder has a seat now. Who they are may be known; otherwise only the number
// of seats in use, U, is.
//
// # The rule
//
// A change leads from C before to C after. C after also holds what other changes
// of the same run let in, because they may be made first; it is not credited with
// what they take away, because they may be made last, and because a seat is freed
// when the app is uninstalled and not when its assignment goes. So the answer does
// not depend on the order in which changes are looked at.
//
// Needed is how many seats the app needs once everyone let in has taken theirs:
//
//	needed = |C after ∪ holders|
//
// The change is refused when it lets someone new in and the seats then needed
// exceed the total. Any other change that leaves the app over its total gives a
// warning: narrowing, removing, excluding and changing nothing are the ways out.
// Destroying is never refused, or a whole configuration could not be destroyed.
//
// Someone new is in C after, was not in C before, and is let in by this very
// change: it adds a claim that reaches them, or lifts an exclusion that kept them
// out. A change that comes to nothing leaves C as it is, whatever others announced.
//
// # The estimate
//
// Without the names of the holders, seats in use are taken to belong first to the
// people in C before, and the rest to people outside every assignment. Of those
// in C before, the ones whom the change drops are taken to hold theirs, since
// dropping a scope uninstalls nothing:
//
//	needed = |C after| + max(0, U - |C before|) + min(U, |C before \ C after|)
//
// # Use
//
// A [Question] is asked in up to three steps, each dearer than the one before:
// [Question.Bound] decides from counts where they suffice; [Question.Scopes] and
// [Question.NeedsOwners] tell what to look up; [Question.Judge] answers from it.
// A [Ledger] tells each change of a run about the others.
//
// The package knows no tenant, no store and no wire format, and has no clock, no
// context and no I/O: what it is not given, it does not know.
package seats
