package seats

// Claimants returns the claim set of the assignments: everyone whom they let take
// a seat, by the unit of each, less those whom they take out. The census must hold
// the scopes of a [Question] with the assignments before it, and the owners where
// [Question.NeedsOwners] says so; what it lacks, nobody is in.
func (c Census) Claimants(as []Assignment) Set {
	return c.claimants(c.reach(claims(as)).except(c.population(takenOut(as))))
}
