package revokelicenses

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
	"github.com/intunestore/terraform-provider-intunestore/internal/seatcheck"
)

// Whose seats are freed.
const (
	scopeUsers      = "users"
	scopeDevices    = "devices"
	scopeUnassigned = "unassigned"
	scopeAll        = "all"
)

type model struct {
	AppID     guidtypes.GUID `tfsdk:"app_id"`
	Scope     types.String   `tfsdk:"scope"`
	Users     types.Set      `tfsdk:"user_principal_names"`
	Devices   types.Set      `tfsdk:"managed_device_ids"`
	Limit     types.Int64    `tfsdk:"limit"`
	DryRun    types.Bool     `tfsdk:"dry_run"`
	NotifyAll types.Bool     `tfsdk:"notify_managed_devices"`
	Timeouts  timeouts.Value `tfsdk:"timeouts"`
}

// dry reports whether seats are only listed: unless the configuration says
// otherwise, they are.
func (m model) dry() bool { return m.DryRun.IsNull() || m.DryRun.ValueBool() }

func (m model) notify() bool { return m.NotifyAll.IsNull() || m.NotifyAll.ValueBool() }

// known reports whether everything is known that decides whose seats are freed.
func (m model) known() bool {
	values := append([]attr.Value{m.AppID, m.Scope, m.Users, m.Devices, m.Limit, m.DryRun}, m.Users.Elements()...)
	return !slices.ContainsFunc(append(values, m.Devices.Elements()...), attr.Value.IsUnknown)
}

// validate holds the names to the scope.
func (m model) validate() diag.Diagnostics {
	var diags diag.Diagnostics
	if m.Scope.IsUnknown() {
		return diags
	}
	for _, names := range []struct {
		scope, attribute string
		value            types.Set
	}{{scopeUsers, "user_principal_names", m.Users}, {scopeDevices, "managed_device_ids", m.Devices}} {
		wanted := m.Scope.ValueString() == names.scope
		switch {
		case wanted && names.value.IsNull():
			diags.AddAttributeError(path.Root(names.attribute), "Missing holders",
				fmt.Sprintf("The scope %q frees the seats of those named in %s.", names.scope, names.attribute))
		case !wanted && !names.value.IsNull():
			diags.AddAttributeError(path.Root(names.attribute), "Holders of another scope",
				fmt.Sprintf("%s is for the scope %q only; this one is %q.", names.attribute, names.scope, m.Scope.ValueString()))
		}
	}
	return diags
}

// named is the set that the scope goes by, in lower case.
func (m model) named() map[string]bool {
	set := m.Users
	if m.Scope.ValueString() == scopeDevices {
		set = m.Devices
	}
	names := map[string]bool{}
	for _, v := range set.Elements() {
		switch v := v.(type) {
		case types.String:
			names[strings.ToLower(strings.TrimSpace(v.ValueString()))] = true
		case guidtypes.GUID:
			names[v.Canonical()] = true
		}
	}
	return names
}

// plan is whose seats of an app are to be freed.
type plan struct {
	app    graph.App
	scope  string
	limit  int64
	notify bool
	seats  []seatcheck.Seat
	held   int      // seats in use in all
	absent []string // named, and holding nothing
}

// key tells one seat from another.
func key(s seatcheck.Seat) string {
	if s.ManagedDeviceID != "" {
		return s.ManagedDeviceID
	}
	return strings.ToLower(s.UserPrincipalName + "/" + s.UserID)
}

func nameOf(app graph.App) string {
	return fmt.Sprintf("%s (%s)", printable.Name(app.DisplayName), app.ID)
}

// counted is "3 of 10 seats of Keynote (…)".
func (p plan) counted() string {
	return fmt.Sprintf("%d of %d seats in use of %s", len(p.seats), p.held, nameOf(p.app))
}

// over is the refusal of more seats than the limit, nil below it.
func (p plan) over() diag.Diagnostic {
	if int64(len(p.seats)) <= p.limit {
		return nil
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("limit"), "Too many licences to revoke", fmt.Sprintf(
		"The scope %q means %s, and the limit is %d. None is freed.\n\n%s\n\nNarrow the scope, or raise the limit if all of these are meant.", p.scope, p.counted(), p.limit, p.list()))
}

// announcement is what a plan shows of seats that applying will free.
func (p plan) announcement() diag.Diagnostic {
	return diag.NewWarningDiagnostic("Licences to be revoked", fmt.Sprintf("Applying frees %s:\n\n%s", p.counted(), p.list()))
}

// rehearsal is what a dry run says.
func (p plan) rehearsal() string {
	var b strings.Builder
	switch {
	case len(p.seats) == 0:
		fmt.Fprintf(&b, "No seat of %s to free: of %d in use, the scope %q means none.", nameOf(p.app), p.held, p.scope)
	default:
		fmt.Fprintf(&b, "Dry run: would free %s:\n\n%s", p.counted(), p.list())
	}
	if len(p.absent) > 0 {
		fmt.Fprintf(&b, "\n\nNamed, and holding no seat: %s.", strings.Join(p.absent, ", "))
	}
	if p.over() != nil {
		fmt.Fprintf(&b, "\n\nThat is above the limit of %d: without dry_run none would be freed.", p.limit)
	}
	return b.String()
}

// list names the holders, sorted, each on a line of its own.
func (p plan) list() string {
	return "  " + strings.Join(namesOf(p.seats), "\n  ")
}

func namesOf(all []seatcheck.Seat) []string {
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = printable.Name(s.Name())
	}
	slices.Sort(names)
	return names
}
