package main

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/intunestore/terraform-provider-intunestore/internal/assumptions"
)

// set changes properties of an answer, or of the first item of its list.
func set(pairs ...any) func(*answer) {
	return func(a *answer) {
		object := a.object
		if list, ok := object["value"].([]any); ok && len(list) > 0 {
			object, _ = list[0].(map[string]any)
		}
		for i := 0; i < len(pairs); i += 2 {
			object[pairs[i].(string)] = pairs[i+1]
		}
	}
}

// gives replaces the answer by a status and an error code.
func gives(status int, code string) func(*answer) {
	return func(a *answer) {
		*a = answer{status: status, object: map[string]any{"error": map[string]any{"code": code, "message": "of the tenant's own"}}}
	}
}

// taken replaces a refusal by an empty list.
func taken(a *answer) { *a = answer{status: http.StatusOK, object: map[string]any{"value": []any{}}} }

func reversed(a *answer) {
	list := a.object["value"].([]any)
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
}

func repeated(a *answer) {
	list := a.object["value"].([]any)
	a.object["value"] = append(list, list[0])
}

func inBatch(pairs ...any) func(*answer) {
	return func(a *answer) {
		for _, response := range a.object["responses"].([]any) {
			for i := 0; i < len(pairs); i += 2 {
				response.(map[string]any)[pairs[i].(string)] = pairs[i+1]
			}
		}
	}
}

// another is a service that behaves otherwise, for each check: requests that
// match get another answer.
var another = map[string]struct {
	request string
	change  func(*answer)
}{
	"sync-never":             {`deviceAppManagement $`, set("microsoftStoreForBusinessLastSuccessfulSyncDateTime", nil)},
	"portal-both":            {`deviceAppManagement $`, set("microsoftStoreForBusinessPortalSelection", "privateStore, companyPortal")},
	"portal-none":            {`deviceAppManagement $`, set("microsoftStoreForBusinessPortalSelection", "")},
	"language-form":          {`deviceAppManagement $`, set("microsoftStoreForBusinessLanguage", "french")},
	"organization-authority": {`organization\?`, set("mobileDeviceManagementAuthority", nil)},
	"apps-page":              {`top=1000`, taken},
	"apps-count":             {`count=true`, func(a *answer) { a.object["@odata.count"] = 5 }},
	"apps-expand":            {`expand`, taken},
	"apps-order":             {`mobileApps\?\$top=999`, reversed},
	"apps-beta-type":         {`v1.0/.*mobileApps/`, set("@odata.type", "#microsoft.graph.androidManagedStoreApp")},
	"app-cast":               {`microsoft.graph`, gives(400, "BadRequest")},
	"app-id-form":            {`no-guid`, gives(404, "ResourceNotFound")},
	"app-missing":            {`mobileApps/0000`, gives(404, "ResourceNotFound")}, // with a plain message
	"store-licensing":        {`beta/.*mobileApps/`, set("licensingType", map[string]any{"supportsUserLicensing": true, "supportsDeviceLicensing": true})},
	"assignments-order":      {`assignments`, nil}, // every other time, below
	"token-expired":          {`vppTokens`, set("state", "valid")},
	"token-secret":           {`vppTokens/`, set("token", nil)},
	"licenses-page":          {`top=1000`, taken},
	"licenses-cast":          {`/assignedLicenses`, taken},
	"licenses-device":        {`/assignedLicenses`, set("userId", nil)},
	"licenses-mac":           {`/assignedLicenses`, set("managedDeviceId", "an id")},
	"cast-plain":             {`transitiveMembers`, taken},
	"plans-filter":           {`users\?\$select`, taken},
	"members-once":           {`transitiveMembers.*top=999`, repeated},
	"devices-page":           {`top=1001`, taken},
	"filter-case":            {`users\?.*filter`, taken},
	"batch-count":            {`batch`, inBatch("body", 3)},
	"batch-circle":           {`batch`, inBatch("status", 400)},
	"batch-limit":            {`batch`, taken},
	"assign-unknown-group":   {`POST .*assignments `, gives(404, "ResourceNotFound")},
	"assign-intent-change":   {`PATCH`, taken},
	"assign-settings-null":   {`GET .*assignments/`, set("settings", map[string]any{"useDeviceContext": true})},
	"assign-twice":           {`/assign `, taken},
	"assign-read-only":       {`POST .*assignments `, set("source", "policySets")},
	"assign-other-settings":  {`POST .*assignments `, gives(201, "")},
	"assign-filter-pair":     {`POST .*assignments `, gives(201, "")},
	"assign-unknown-filter":  {`POST .*assignments `, gives(400, "BadRequest")},
	"assign-unknown-intent":  {`POST .*assignments `, gives(400, "BadRequest")},
	"assign-delay":           {`GET .*assignments/`, gives(404, "ResourceNotFound")},
}

// TestAnotherServiceDiffers makes every check on a service that behaves
// otherwise: the check must see it.
func TestAnotherServiceDiffers(t *testing.T) {
	for _, id := range assumptions.IDs() {
		t.Run(id, func(t *testing.T) {
			way, ok := another[id]
			if !ok {
				t.Fatal("no other way to behave")
			}
			given := tenant()
			if id == "portal-none" {
				given.Store.PortalSelection = ""
			}
			x := start(t, given)
			alter := &altered{RoundTripper: x.transport, request: regexp.MustCompile(way.request), change: way.change}
			if way.change == nil {
				alter.change = func(a *answer) {
					if alter.met%2 == 0 {
						reversed(a)
					}
				}
			}
			x.transport = alter
			arguments := []string{"-markdown", "-only", id}
			if assumptions.Writes(id) {
				arguments = append(arguments, writing...)
			}
			code := x.run(t, arguments...)
			if code != exitDiffers || x.seen()[id] != "differs" {
				t.Errorf("exit code %d, altered %d times: %s%s", code, alter.met, &x.stdout, &x.stderr)
			}
			if strings.Contains(x.stdout.String(), "of the tenant's own") {
				t.Errorf("the service's message is shown: %s", &x.stdout)
			}
			if left := x.Assignments(targetApp); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// TestInterruptedWritingCleansUp ends a run between creating and removing.
func TestInterruptedWritingCleansUp(t *testing.T) {
	x := start(t, tenant())
	ctx, interrupt := context.WithCancel(t.Context())
	alter := &altered{RoundTripper: x.transport, request: regexp.MustCompile(`POST .*assignments `), change: func(*answer) { interrupt() }}
	c := command{
		lookup: func(name string) string { return x.environment[name] }, now: time.Now,
		transport: alter, stdout: &x.stdout, stderr: &x.stderr,
	}
	code := c.run(ctx, writing)
	if code != exitFailed || alter.met != 1 || !strings.HasSuffix(x.stderr.String(), "check-tenant: context canceled\n") {
		t.Errorf("exit code %d, %d assignments created: %s", code, alter.met, &x.stderr)
	}
	if left := x.Assignments(targetApp); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
