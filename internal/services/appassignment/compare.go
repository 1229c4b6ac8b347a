package appassignment

import (
	"fmt"
	"slices"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
)

// differences says in what a kept assignment is not what was asked for, one line
// each. The service echoes nulls and defaults that nobody sent: those are equal.
func differences(want, got graph.Assignment) []string {
	var out []string
	note := func(what string, want, got any) {
		if want != got {
			out = append(out, fmt.Sprintf("%s: asked for %v, kept %v", what, orNone(want), orNone(got)))
		}
	}
	note("intent", want.Intent, got.Intent)
	note("target.type", writtenTarget(want.Target.Type), writtenTarget(got.Target.Type))
	note("target.group_id", strings.ToLower(want.Target.GroupID), strings.ToLower(got.Target.GroupID))
	note("target.filter_id", strings.ToLower(want.Target.FilterID), strings.ToLower(got.Target.FilterID))
	note("target.filter_type", filterType(want.Target), filterType(got.Target))
	w, g := flatten(want.Settings), flatten(got.Settings)
	for _, name := range slices.Sorted(keys(w, g)) {
		note(name, orDefault(w[name]), orDefault(g[name]))
	}
	return out
}

func orNone(v any) any {
	if v == "" {
		return "none"
	}
	return v
}

// orDefault makes one value of all the ways to say a setting's default.
func orDefault(v any) any {
	switch v {
	case nil, "", "default", false:
		return "default"
	}
	return v
}

func keys(a, b map[string]any) func(yield func(string) bool) {
	all := map[string]struct{}{}
	for k := range a {
		all[k] = struct{}{}
	}
	for k := range b {
		all[k] = struct{}{}
	}
	return func(yield func(string) bool) {
		for k := range all {
			if !yield(k) {
				return
			}
		}
	}
}

// flatten lists settings by the names that users write.
func flatten(s *graph.Settings) map[string]any {
	out := map[string]any{}
	if s == nil {
		return out
	}
	flag := func(name string, b *bool) {
		if b != nil {
			out[name] = *b
		}
	}
	if m := s.MicrosoftStore; m != nil {
		out[settingUseDeviceContext] = m.UseDeviceContext
	}
	if a := s.AppleVPP; a != nil {
		out[settingUseDeviceLicensing] = a.UseDeviceLicensing
		flag(settingUninstallOnRemoval, a.UninstallOnDeviceRemoval)
		flag(settingIsRemovable, a.IsRemovable)
		flag(settingPreventBackup, a.PreventManagedAppBackup)
		flag("prevent_auto_app_update", a.PreventAutoAppUpdate)
		out["vpn_configuration_id"] = strings.ToLower(a.VPNConfigurationID)
	}
	if g := s.GooglePlay; g != nil {
		tracks := slices.Sorted(slices.Values(g.TrackIDs))
		out["android_managed_store_app_track_ids"] = strings.Join(tracks, ", ")
		out["auto_update_mode"] = g.AutoUpdateMode
	}
	return out
}
