package assumptions

import "testing"

// The token goes where a link leads, so a link leads to the same host or nowhere.
func TestNextStaysOnTheHost(t *testing.T) {
	client := &Client{Graph: "https://graph.example"}
	for link, want := range map[string]string{
		"https://graph.example/v1.0/users?$skiptoken=1": "/v1.0/users?$skiptoken=1",
		"https://graph.example.evil.example/v1.0/users": "",
		"https://graph.example@evil.example/v1.0/users": "",
		"https://graph.example:8443/v1.0/users":         "",
		"https://evil.example/v1.0/users":               "",
		"/v1.0/users":                                   "",
		"":                                              "",
	} {
		if got := client.next(reply{object: map[string]any{"@odata.nextLink": link}}); got != want {
			t.Errorf("%q leads to %q, want %q", link, got, want)
		}
	}
}
