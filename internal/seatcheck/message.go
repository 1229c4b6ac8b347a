package seatcheck

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// finding puts a verdict into words, or is nil when there is nothing to say.
func (c *Checker) finding(ctx context.Context, r Request, v seats.Verdict, f facts) *Finding {
	switch v.Decision {
	case seats.Fits:
		return nil
	case seats.Refused:
		return c.refusal(ctx, r, v, f)
	case seats.Warning:
		// Once per app, and apart from drift: what a change leaves over is news.
		if !c.ledger.First(appID(r.App), SummaryOverAssigned+headline(r, v)) {
			return nil
		}
		return &Finding{Severity: Warning, Summary: SummaryOverAssigned, Detail: c.detail(ctx, r, v, f)}
	default:
		return c.impossible(r, fmt.Errorf("the members of %d targets could not be listed", len(v.Missing)))
	}
}

// refusal is the finding for a change that lets in people for whom there are no
// seats; nil for any other verdict.
func (c *Checker) refusal(ctx context.Context, r Request, v seats.Verdict, f facts) *Finding {
	if v.Decision != seats.Refused {
		return nil
	}
	out := &Finding{Severity: Error, Summary: SummaryInsufficient, Detail: c.detail(ctx, r, v, f)}
	if c.mode(r) == Warn {
		out.Severity = Warning
	}
	return out
}

// detail is the whole message. Its tables are indented, so that Terraform does
// not wrap them.
func (c *Checker) detail(ctx context.Context, r Request, v seats.Verdict, f facts) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s) %s\n\n", printable.Name(r.App.DisplayName), r.App.ID, headline(r, v))
	writeNumbers(&b, v)
	b.WriteString("\nAssignments, and whom each reaches:\n\n")
	c.writeShares(ctx, &b, v)
	b.WriteByte('\n')
	for _, s := range remarks(r, v, f) {
		b.WriteString(s)
		b.WriteString("\n\n")
	}
	b.WriteString(waysOut)
	return b.String()
}

const waysOut = "Three ways out: uninstall the app from some devices, reduce the scope of the assignment, or buy more licences and sync."

// headline says in one sentence what is wrong.
func headline(r Request, v seats.Verdict) string {
	switch {
	case v.Decision == seats.Refused:
		missing := "licences are"
		if v.Short == 1 {
			missing = "licence is"
		}
		return fmt.Sprintf("has too few licences for this plan, which lets in %d more: %d %s missing.", v.Newcomers, v.Short, missing)
	case r.changesNothing():
		return "has fewer licences than its assignments in Intune need."
	case r.Destroy:
		return "has fewer licences than its assignments need. Destroying is never refused, but it does not mend this."
	default:
		return "has fewer licences than its assignments need. This change lets in nobody new, so it is not refused."
	}
}

func writeNumbers(b *strings.Builder, v seats.Verdict) {
	for _, row := range []struct {
		name  string
		value int
	}{
		{"total", v.Pool.Total},
		{"used", v.Pool.Used},
		{"available", v.Available},
		{"needed", v.Needed},
		{"short by", v.Short},
	} {
		fmt.Fprintf(b, "  %-9s %7d\n", row.name, row.value)
	}
}

// writeShares lists each assignment with its members, sorted as the verdict has
// them.
func (c *Checker) writeShares(ctx context.Context, b *strings.Builder, v seats.Verdict) {
	names := c.groupNames(ctx, v.Shares)
	w := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	for _, s := range v.Shares {
		a := s.Assignment
		intent := a.Intent.String()
		if a.Exclude {
			intent = "excluded"
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\n", intent, target(a, names), share(s))
	}
	// The writer below is a strings.Builder, which cannot fail.
	_ = w.Flush()
}

// share says how many a target reaches and where the assignment comes from.
func share(s seats.Share) string {
	n := fmt.Sprintf("%7d %ss", s.Members, s.Assignment.Unit)
	if s.Assignment.Exclude {
		n = fmt.Sprintf("%7d kept out", s.Members)
	}
	if s.Assignment.Filtered {
		n += " (at most: filtered)"
	}
	switch s.Origin {
	case seats.Added:
		n += ", added here"
	case seats.AnnouncedByOther:
		n += ", added by another resource of this plan"
	case seats.Existing:
	}
	return n
}

// target names whom an assignment is aimed at.
func target(a seats.Assignment, names map[seats.ID]string) string {
	if a.Scope.Kind != seats.Group {
		return a.Scope.Kind.String()
	}
	if name := names[a.Scope.Group]; name != "" {
		return fmt.Sprintf("group %s (%s)", name, a.Scope.Group)
	}
	return "group " + a.Scope.Group.String()
}

// groupNames reads the names of the groups in a message. Without them the
// message is poorer, not wrong, so a failure here is none.
func (c *Checker) groupNames(ctx context.Context, shares []seats.Share) map[seats.ID]string {
	var ids []string
	var groups []seats.ID
	for _, s := range shares {
		if scope := s.Assignment.Scope; scope.Kind == seats.Group {
			ids, groups = append(ids, scope.Group.String()), append(groups, scope.Group)
		}
	}
	names := make(map[seats.ID]string, len(groups))
	for i, a := range c.tenant.Groups(ctx, ids) {
		if a.Err == nil && a.Found {
			names[groups[i]] = printable.Name(a.Value.DisplayName)
		}
	}
	return names
}

// remarks say how far the numbers can be trusted.
func remarks(r Request, v seats.Verdict, f facts) []string {
	var out []string
	switch {
	case f.estimate != nil:
		out = append(out, "The number needed is an estimate: "+f.estimate.Error())
	case v.Exact:
		out = append(out, "The number needed is exact: who holds a licence now was read, and is counted once.")
	default:
		out = append(out, estimated(v))
	}
	if v.UpperBound {
		out = append(out, "A filter can only shrink its target and is not evaluated, so the numbers of the filtered targets are upper bounds.")
	}
	if v.OthersUncredited && !r.Whole {
		out = append(out, "What other resources take away is not credited, since they may be applied later. To swap targets in one step, use intunestore_app_assignment_set.")
	}
	return out
}

// estimated explains the estimate with its parts.
func estimated(v seats.Verdict) string {
	s := fmt.Sprintf("The number needed is an estimate, because who holds a licence now is not known: %d let in", v.Claimed)
	if v.Outside > 0 {
		s += fmt.Sprintf(", and %d licences in use by people whom no assignment reaches", v.Outside)
	}
	if v.Kept > 0 {
		s += fmt.Sprintf(", and %d taken to be kept by people whom this change drops, since that uninstalls nothing", v.Kept)
	}
	return s + "."
}

func deferredDetail(what string) string {
	return fmt.Sprintf("%s is not known before other resources are applied. Whether the app has enough licences is checked when this resource is applied, before anything of it is written.", what)
}

func impossibleDetail(app graph.App, err error) string {
	return fmt.Sprintf("Whether %s (%s) has enough licences could not be found out: %v\n\nUntil it can, set seat_check to \"warn\" to go on with a warning, or to \"off\" to go on without counting.", printable.Name(app.DisplayName), app.ID, err)
}
