// Package functions holds the functions of provider::intunestore: those that take apart
// and put together the two kinds of ids that users otherwise cut with regular
// expressions, and those that picture seats. They are pure: they know how Intune and
// the Store spell an id, and no tenant.
package functions

import "github.com/hashicorp/terraform-plugin-framework/function"

// All are the constructors of the functions, in the order of their names.
func All() []func() function.Function {
	return []func() function.Function{
		func() function.Function { return assignmentID{} },
		func() function.Function { return assignmentIDParse{} },
		func() function.Function { return productKey{} },
		func() function.Function { return productKeyParse{} },
		func() function.Function { return seatsMarkdown{} },
		func() function.Function { return seatsSVG{} },
	}
}
