package auth

import (
	"slices"
	"strings"
)

// Cloud is one Microsoft cloud: where its Graph and its sign-in are, and where
// the Store's management service is. URLs end without a slash. Tokens of one
// cloud are worthless in another.
// Source: Graph docs, "Microsoft Graph endpoints in national cloud deployments".
type Cloud struct {
	Name  string
	Graph string // root, without a version
	Login string // authority host
	Store string // Microsoft Store for Business management service
}

// Clouds are the clouds that the provider can be pointed at, the public one
// first.
//
// The Store has one management service for all. It is not offered to the US
// government clouds; the association resource says so, this table need not.
var Clouds = []Cloud{
	{Name: "public", Graph: "https://graph.microsoft.com", Login: "https://login.microsoftonline.com", Store: storeRoot},
	{Name: "usgovernmentl4", Graph: "https://graph.microsoft.us", Login: "https://login.microsoftonline.us", Store: storeRoot},
	{Name: "usgovernmentl5", Graph: "https://dod-graph.microsoft.us", Login: "https://login.microsoftonline.us", Store: storeRoot},
	{Name: "china", Graph: "https://microsoftgraph.chinacloudapi.cn", Login: "https://login.chinacloudapi.cn", Store: storeRoot},
}

// storeRoot and storeScope: Windows docs, "Management tool for the Microsoft
// Store for Business".
const (
	storeRoot  = "https://bspmts.mp.microsoft.com"
	storeScope = "https://onestore.microsoft.com/.default"
)

// CloudByName finds a cloud by its name without regard to case. The empty name
// is the public cloud.
func CloudByName(name string) (Cloud, bool) {
	if name == "" {
		return Clouds[0], true
	}
	i := slices.IndexFunc(Clouds, func(c Cloud) bool { return strings.EqualFold(c.Name, name) })
	if i < 0 {
		return Cloud{}, false
	}
	return Clouds[i], true
}

// CloudNames are the names that CloudByName knows, in the table's order.
func CloudNames() []string {
	names := make([]string, len(Clouds))
	for i, c := range Clouds {
		names[i] = c.Name
	}
	return names
}

// GraphScope is the scope of an application's token for Graph. It belongs to the
// cloud, whatever endpoint the requests are sent to.
func (c Cloud) GraphScope() string { return c.Graph + "/.default" }

// StoreScope is the scope of an application's token for the Store's management
// service.
func (c Cloud) StoreScope() string { return storeScope }
