package appassignment_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/intunestore/terraform-provider-intunestore/internal/acctest"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator"
	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/entra"
)

// circle is two groups in each other: 30 people in one, 40 in the other, 10 in
// both.
func circle(total int) emulator.Tenant {
	tenant := people(total, 0, map[string]span{groupA: {0, 30}, groupB: {20, 60}})
	for i := range tenant.Groups {
		other := groupB
		if tenant.Groups[i].ID == groupB {
			other = groupA
		}
		tenant.Groups[i].Members = []string{other}
	}
	return tenant
}

// everyone is a tenant of this many people who have Intune, and one who has not.
func everyone(total, licensed int) emulator.Tenant {
	tenant := people(total, 0, nil)
	tenant.Users = []emulator.User{{UserPrincipalName: "without@contoso.example"}}
	for i := range licensed {
		tenant.Users = append(tenant.Users, emulator.User{UserPrincipalName: fmt.Sprintf("with-%d@contoso.example", i), Plans: []string{"INTUNE_A"}})
	}
	return tenant
}

// held is 40 licences, 20 of them held by these people, and a group of 30.
func held(from int) emulator.Tenant {
	tenant := people(40, 0, map[string]span{groupA: {0, 30}})
	tenant.Generate = []emulator.Generate{{Prefix: "p-", From: 100, Users: 20}}
	for i := range 20 {
		tenant.Apps[0].Holders = append(tenant.Apps[0].Holders, fmt.Sprintf("p-%d@contoso.example", from+i))
	}
	return tenant
}

func TestAccWhoIsCounted(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	required := singleBlock("a", "required", groupA)
	all := block(typeSingle, "a", object{"app_id": appID, "intent": "available", "target": object{"type": "all_licensed_users"}})
	exact := "store_service = true"
	for name, tc := range map[string]struct {
		tenant   emulator.Tenant
		settings string
		config   string
		want     *regexp.Regexp // nil: it fits
	}{
		"groups in each other, just fitting":    {tenant: circle(60), config: required},
		"groups in each other, just not":        {tenant: circle(59), config: required, want: insufficient(59, 0, 60)},
		"all licensed users, just fitting":      {tenant: everyone(7, 7), config: all},
		"all licensed users, just not":          {tenant: everyone(6, 7), config: all, want: insufficient(6, 0, 7)},
		"holders known, all of them inside":     {tenant: held(0), settings: exact, config: required},
		"holders known, all of them outside":    {tenant: held(100), settings: exact, config: required, want: insufficient(40, 20, 50)},
		"holders not known, the same 20 in use": {tenant: held(0), config: required, want: insufficient(40, 20, 50)},
	} {
		t.Run(name, func(t *testing.T) {
			env := acctest.Start(t, tc.tenant)
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: env.Factories,
				Steps:                    []resource.TestStep{{Config: env.ConfigWith(tc.settings, tc.config), ExpectError: tc.want}},
			})
		})
	}
}

// Without the right to see members there is no check, and no silence about it.
func TestAccMembersForbidden(t *testing.T) {
	acctest.SkipWithoutTerraform(t)
	for mode, want := range map[string]*regexp.Regexp{
		"enforce": regexp.MustCompile(`Seat check impossible[\s\S]*GroupMember\.Read\.All`),
		"warn":    nil,
		"off":     nil,
	} {
		t.Run(mode, func(t *testing.T) {
			tenant := people(50, 0, map[string]span{groupA: {0, 60}})
			tenant.Clients = []entra.Client{{ID: acctest.ClientID, Secret: acctest.ClientSecret, Permissions: []string{"DeviceManagementApps.ReadWrite.All", "Group.Read.All"}}}
			if mode != "off" {
				tenant.Clients[0].Permissions = tenant.Clients[0].Permissions[:1]
			}
			env := acctest.Start(t, tenant)
			resource.UnitTest(t, resource.TestCase{
				ProtoV6ProviderFactories: env.Factories,
				Steps:                    []resource.TestStep{{Config: env.ConfigWith(fmt.Sprintf("seat_check = %q", mode), singleBlock("a", "required", groupA)), ExpectError: want}},
			})
			if want != nil {
				holds(t, env)
			}
		})
	}
}
