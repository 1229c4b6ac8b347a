//go:build !race

package soak

// UnderRace says that these tests are built with the race detector.
const UnderRace = false
