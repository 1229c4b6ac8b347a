package appassignment

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"pgregory.net/rapid"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/guidtypes"
)

var apps = []graph.App{{ODataType: "microsoftStoreForBusinessApp"}, {ODataType: "iosVppApp"}, {ODataType: "androidManagedStoreApp"}}

func anyApp(t *rapid.T) graph.App { return rapid.SampledFrom(apps).Draw(t, "app") }

// anyEntry is an entry as somebody may write it for an app: the same thing can be
// said in many ways.
func anyEntry(t *rapid.T, app graph.App) entry {
	e := blankEntry()
	e.Intent = types.StringValue(rapid.SampledFrom([]string{intentRequired, intentAvailable, intentUninstall}).Draw(t, "intent"))
	target := targetModel{Type: types.StringValue(targetGroup), GroupID: anyCase(t, "group", "b0000000-0000-4000-8000-00000000000"), FilterID: guidtypes.NewNull(), FilterType: types.StringNull()}
	if rapid.Bool().Draw(t, "filtered") {
		target.FilterID = anyCase(t, "filter", "f0000000-0000-4000-8000-00000000000")
		target.FilterType = types.StringValue(rapid.SampledFrom([]string{"include", "exclude"}).Draw(t, "filter type"))
	}
	e.Target, _ = types.ObjectValueFrom(t.Context(), targetTypes, target)
	if rapid.Bool().Draw(t, "settings") {
		anySettings(t, app, &e)
	}
	return e
}

func anyCase(t *rapid.T, label, prefix string) guidtypes.GUID {
	id := prefix + rapid.SampledFrom([]string{"a", "b", "A", "B"}).Draw(t, label)
	if rapid.Bool().Draw(t, label+" shouted") {
		id = strings.ToUpper(id)
	}
	return guidtypes.NewValue(id)
}

func anySettings(t *rapid.T, app graph.App, e *entry) {
	flag := func(label string) types.Bool {
		return rapid.SampledFrom([]types.Bool{types.BoolNull(), types.BoolValue(false), types.BoolValue(true)}).Draw(t, label)
	}
	switch app.Store() {
	case graph.MicrosoftStoreForBusiness:
		e.MicrosoftStore = types.ObjectValueMust(microsoftStoreTypes, map[string]attr.Value{settingUseDeviceContext: types.BoolValue(rapid.Bool().Draw(t, "context"))})
	case graph.AppleVPP:
		vpn := guidtypes.NewNull()
		if rapid.Bool().Draw(t, "vpn") {
			vpn = anyCase(t, "vpn id", "c0000000-0000-4000-8000-00000000000")
		}
		e.AppleVPP, _ = types.ObjectValueFrom(t.Context(), appleVPPTypes, appleVPPModel{flag("licensing"), flag("uninstall"), flag("removable"), flag("backup"), flag("update"), vpn})
	case graph.ManagedGooglePlay:
		tracks := types.SetNull(types.StringType)
		if ids := rapid.SampledFrom([][]string{nil, {}, {"x"}, {"x", "y"}}).Draw(t, "tracks"); ids != nil {
			tracks, _ = types.SetValueFrom(t.Context(), types.StringType, ids)
		}
		mode := rapid.SampledFrom([]types.String{types.StringNull(), types.StringValue("default"), types.StringValue("priority")}).Draw(t, "mode")
		e.GooglePlay, _ = types.ObjectValueFrom(t.Context(), googlePlayTypes, googlePlayModel{tracks, mode})
	}
}

// asked is what an entry asks the service for.
func asked(t *rapid.T, e entry, app graph.App) graph.Assignment {
	a, diags := e.assignment(t.Context(), app)
	if diags.HasError() {
		t.Fatal(diags)
	}
	return a
}

func sameWords(a, b entry) bool {
	return a.Intent.Equal(b.Intent) && a.Target.Equal(b.Target) && a.MicrosoftStore.Equal(b.MicrosoftStore) && a.AppleVPP.Equal(b.AppleVPP) && a.GooglePlay.Equal(b.GooglePlay)
}

// Two entries mean the same exactly when they ask the service for the same: only
// then does one keep the other's words.
func TestWordsAreKeptIffTheyMeanTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		app := anyApp(t)
		a, b := anyEntry(t, app), anyEntry(t, app)
		if rapid.Bool().Draw(t, "same id") {
			b.Intent = a.Intent
		}
		wanted, other := asked(t, a, app), asked(t, b, app)
		equal := len(differences(wanted, other)) == 0
		if wanted.ID == other.ID && a.means(b) != equal {
			t.Fatalf("means is %v, and the service would tell: %v", !equal, differences(wanted, other))
		}
		if got := len(differences(other, wanted)) == 0; got != equal {
			t.Fatalf("differences is not symmetric: %v, %v", differences(wanted, other), differences(other, wanted))
		}

		// Shown what b asked for, a keeps its words iff they mean the same; and
		// always means b in the end.
		shown := a
		if diags := shown.fill(t.Context(), other); diags.HasError() {
			t.Fatal(diags)
		}
		if left := differences(other, asked(t, shown, app)); len(left) > 0 {
			t.Fatalf("shows something else than is there: %v", left)
		}
		if equal && !a.MicrosoftStore.IsNull() && !sameWords(shown, a) {
			t.Fatalf("lost its words: %v became %v", a, shown)
		}
		if !equal && sameWords(shown, a) {
			t.Fatalf("kept words that mean something else: %v", a)
		}
	})
}

// In a set, an entry that is shown what it asked for keeps exactly its words,
// settings that it left out included.
func TestSetKeepsExactWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		app := anyApp(t)
		e := anyEntry(t, app)
		shown := e
		if diags := shown.fill(t.Context(), asked(t, e, app)); diags.HasError() {
			t.Fatal(diags)
		}
		shown.unspoken(e)
		if !sameWords(shown, e) {
			t.Fatalf("%v became %v", e, shown)
		}
	})
}

// A plan completes what users left out to something that asks for the same, and
// keeps the state's words where they mean what is configured.
func TestPlansComplete(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		app := anyApp(t)
		config := anyEntry(t, app)
		plan := resourceModel{entry: config}
		plan.unsaid(config)
		plan.complete(t.Context(), nil, app)
		if left := differences(asked(t, config, app), asked(t, plan.entry, app)); len(left) > 0 {
			t.Fatalf("completed to something else: %v", left)
		}
		for _, o := range plan.byStore() {
			if o.object.IsUnknown() || o.object.IsNull() != (o.store != app.Store()) {
				t.Fatalf("%s is %v", o.attribute, o.object)
			}
		}

		prior := resourceModel{entry: plan.entry}
		if diags := prior.fill(t.Context(), asked(t, anyEntry(t, app), app)); diags.HasError() {
			t.Fatal(diags)
		}
		again := resourceModel{entry: config}
		again.unsaid(config)
		again.complete(t.Context(), &prior, app)
		if left := differences(asked(t, config, app), asked(t, again.entry, app)); len(left) > 0 {
			t.Fatalf("beside a state completed to something else: %v", left)
		}
		if again.means(prior.entry) && !again.Target.Equal(prior.Target) {
			t.Fatalf("means the state and shows as a change: %v, %v", again.Target, prior.Target)
		}
		if again.means(prior.entry) && !(again.MicrosoftStore.Equal(prior.MicrosoftStore) && again.AppleVPP.Equal(prior.AppleVPP) && again.GooglePlay.Equal(prior.GooglePlay)) {
			t.Fatalf("means the state and shows as a change: %v, %v", again.entry, prior.entry)
		}
	})
}
