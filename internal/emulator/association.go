package emulator

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// association is the tie between Intune and the Store, with the clock of its
// sync. A sync is not a goroutine: whoever takes the state next and finds that
// its end has been reached completes it (see state.settle).
type association struct {
	enabled       bool
	language      string
	portal        string
	toolActivated bool
	retired       bool
	duration      time.Duration
	successful    time.Time // zero: never
	completed     time.Time
	syncEnd       time.Time // zero: none under way
}

var mdmAuthorities = map[string]bool{"unknown": true, "intune": true, "sccm": true, "office365": true}

// culture is the documented form of the language: ISO 639-1, hyphen, ISO 3166.
// Source: Graph docs, deviceAppManagement resource.
var culture = regexp.MustCompile(`^[a-z]{2}-[A-Z]{2}$`)

const defaultSync = 200 * time.Millisecond

func newAssociation(s Store) (association, error) {
	a := association{
		enabled: s.Enabled, language: s.Language, toolActivated: orTrue(s.ToolActivated),
		retired: s.Retired, duration: defaultSync,
	}
	if s.SyncSeconds != nil {
		a.duration = time.Duration(*s.SyncSeconds * float64(time.Second))
	}
	if s.Language != "" && !culture.MatchString(s.Language) {
		return a, fmt.Errorf("language %q has not the form fr-FR", s.Language)
	}
	var err error
	if a.portal, err = normalPortal(s.PortalSelection); err != nil {
		return a, err
	}
	if a.successful, err = optionalTime(s.LastSuccessfulSync); err != nil {
		return a, err
	}
	if a.completed, err = optionalTime(s.LastCompletedSync); err != nil {
		return a, err
	}
	if a.completed.Before(a.successful) {
		a.completed = a.successful
	}
	return a, nil
}

func optionalTime(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339Nano, text)
}

// normalPortal reads a value of the flags enum
// microsoftStoreForBusinessPortalSelectionOptions: names, joined by commas.
func normalPortal(text string) (string, error) {
	var company, private bool
	for name := range strings.SplitSeq(text, ",") {
		switch strings.TrimSpace(name) {
		case "", "none":
		case "companyPortal":
			company = true
		case "privateStore":
			private = true
		default:
			return "", fmt.Errorf("portal selection %q is not none, companyPortal, privateStore or both of them joined by a comma", text)
		}
	}
	switch {
	case company && private:
		return "companyPortal,privateStore", nil
	case company:
		return "companyPortal", nil
	case private:
		return "privateStore", nil
	}
	return "none", nil
}

// settle completes what has reached its end by now: syncs, and revocations.
func (st *state) settle(now time.Time) {
	st.association.settle(st, now)
	for _, t := range st.tokens {
		t.settle(st, now)
	}
	st.play.settle(st, now)
	for _, app := range st.apps {
		app.settle(st, now)
	}
}

// settle completes a sync of the Store: what was bought appears, and the sync
// times move. A sync succeeds when the tie is enabled and the Store has Intune
// as an active management tool; otherwise it only completes.
func (a *association) settle(st *state, now time.Time) {
	if a.syncEnd.IsZero() || now.Before(a.syncEnd) {
		return
	}
	a.completed = a.syncEnd
	if a.enabled && a.toolActivated && !a.retired {
		a.successful = a.syncEnd
		for _, app := range st.apps {
			if app.Type == "microsoftStoreForBusinessApp" {
				app.sync()
			}
		}
	}
	a.syncEnd = time.Time{}
}

// instant writes a time as Graph's documentation shows it: seven fractional
// digits. The zero time is .NET's smallest date.
func instant(t time.Time) string {
	if t.IsZero() {
		return "0001-01-01T00:00:00Z"
	}
	return t.UTC().Format("2006-01-02T15:04:05.0000000Z07:00")
}

func (a *association) object(v version) map[string]any {
	object := map[string]any{
		"id":                                    "ea5d1e00-0000-4000-8000-00000000da01",
		"isEnabledForMicrosoftStoreForBusiness": a.enabled,
		"microsoftStoreForBusinessLanguage":     nullable(a.language),
		"microsoftStoreForBusinessLastSuccessfulSyncDateTime":       instant(a.successful),
		"microsoftStoreForBusinessLastCompletedApplicationSyncTime": instant(a.completed),
	}
	if v == beta {
		object["microsoftStoreForBusinessPortalSelection"] = a.portal
	}
	return object
}

func getDeviceAppManagement(st *state, c *call) (answer, error) {
	return c.entity("deviceAppManagement", st.association.object(c.version))
}

// patchDeviceAppManagement takes any subset of the properties. The two sync
// times may be sent, as the documentation's example does, and are not kept.
func patchDeviceAppManagement(st *state, c *call) (answer, error) {
	body, err := c.decode("deviceAppManagement")
	if err != nil {
		return answer{}, err
	}
	next := st.association
	if value, ok := body["isEnabledForMicrosoftStoreForBusiness"]; ok {
		next.enabled = value.(bool)
	}
	if value, ok := body["microsoftStoreForBusinessLanguage"]; ok {
		next.language, _ = value.(string)
		if value != nil && !culture.MatchString(next.language) {
			return answer{}, badRequest("The value '%s' is not a valid culture name for microsoftStoreForBusinessLanguage.", next.language)
		}
	}
	if value, ok := body["microsoftStoreForBusinessPortalSelection"]; ok {
		if next.portal, err = normalPortal(value.(string)); err != nil {
			return answer{}, modelFailure("Cannot convert the literal '%s' to the expected type 'microsoft.graph.microsoftStoreForBusinessPortalSelectionOptions'.", value)
		}
	}
	st.association = next
	return c.entity("deviceAppManagement", next.object(c.version))
}

// syncMicrosoftStoreForBusinessApps starts a sync and answers at once. During a
// sync it starts no other.
func syncMicrosoftStoreForBusinessApps(st *state, c *call) (answer, error) {
	if body := string(c.body); body != "" && body != "{}" {
		return answer{}, noRoute(c.path)
	}
	a := &st.association
	if a.retired {
		return answer{}, &apiError{status: http.StatusGone, code: "Gone", message: "Microsoft Store for Business has been retired. Synchronization with the store is no longer available."}
	}
	if a.syncEnd.IsZero() {
		a.syncEnd = c.now.Add(a.duration)
		st.settle(c.now)
	}
	return answer{status: http.StatusNoContent}, nil
}

func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}
