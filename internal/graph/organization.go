package graph

import "context"

// Organization reads the tenant: its id, its name and who manages its devices (Graph docs, organization). The MDM
// authority is asked for by name, as the docs do not say that it comes unasked.
func (c *Client) Organization(ctx context.Context) (Organization, error) {
	a, err := c.do(ctx, call{op: readOrganization, path: path{"organization"},
		query: query("$select", "id,displayName,mobileDeviceManagementAuthority")})
	if err != nil {
		return Organization{}, err
	}
	p, err := readPage[struct {
		ID                              string
		DisplayName                     string
		MobileDeviceManagementAuthority string
	}](a)
	if err != nil {
		return Organization{}, err
	}
	if len(*p.Value) != 1 {
		return Organization{}, a.nonsense("the answer does not describe exactly one tenant")
	}
	o := (*p.Value)[0]
	return Organization{guid(o.ID), o.DisplayName, o.MobileDeviceManagementAuthority}, nil
}
