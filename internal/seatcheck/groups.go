package seatcheck

import (
	"context"
	"slices"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/seats"
)

// MissingGroups returns the groups that a request adds and the directory does
// not have. Where their members will be counted anyway the count tells, so that
// each group costs one request and not two.
func (c *Checker) MissingGroups(ctx context.Context, r Request) ([]string, error) {
	var ids []string
	for _, a := range r.Adds {
		if a.Target.GroupID != "" {
			ids = append(ids, strings.ToLower(a.Target.GroupID))
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if len(ids) == 0 {
		return nil, nil
	}
	pool := seats.Pool{Total: r.App.TotalLicenseCount}
	if c.mode(r) != Off && pool.Bounded() && !offline(r.App) {
		return missing(ids, c.tenant.MemberCounts(ctx, ids))
	}
	return missing(ids, c.tenant.Groups(ctx, ids))
}

func missing[V any](ids []string, answers []graph.Answer[V]) ([]string, error) {
	var out []string
	for i, a := range answers {
		switch {
		case a.Err != nil:
			return nil, a.Err
		case !a.Found:
			out = append(out, ids[i])
		}
	}
	return out, nil
}
