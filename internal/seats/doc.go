// Package seats decides whether an app has enough seats for the people that a
// change of its assignments lets in.
package seats
