package emulator

import (
	"fmt"
	"slices"
	"strings"

	"github.com/intunestore/terraform-provider-intunestore/internal/emulator/odata"
)

// readManagedDevices are the permissions for managed devices.
// Source: Graph docs, intune-devices-manageddevice-list.
var readManagedDevices = []string{"DeviceManagementManagedDevices.Read.All", "DeviceManagementManagedDevices.ReadWrite.All"}

// managedPage is both the default and the largest page of managed devices.
const managedPage = 1000

// managedDeviceEnums are the names that a tenant file may use; those only the
// beta endpoint knows are not among them. Source: Microsoft's published CSDL.
var managedDeviceEnums = map[string][]string{
	"joinType": {"unknown", "azureADJoined", "azureADRegistered", "hybridAzureADJoined"},
	"deviceEnrollmentType": {"unknown", "userEnrollment", "deviceEnrollmentManager", "appleBulkWithUser", "appleBulkWithoutUser",
		"windowsAzureADJoin", "windowsBulkUserless", "windowsAutoEnrollment", "windowsBulkAzureDomainJoin", "windowsCoManagement",
		"windowsAzureADJoinUsingDeviceAuth", "appleUserEnrollment", "appleUserEnrollmentWithServiceAccount", "unknownFutureValue"},
	"managementAgent": {"eas", "mdm", "easMdm", "intuneClient", "easIntuneClient", "configurationManagerClient",
		"configurationManagerClientMdm", "configurationManagerClientMdmEas", "unknown", "jamf",
		"googleCloudDevicePolicyController", "microsoft365ManagedMdm", "msSense"},
}

// complete fills in what a tenant file leaves out.
func (m *ManagedDevice) complete() {
	orDefault(&m.OperatingSystem, "Windows")
	if m.OperatingSystem == "Windows" {
		orDefault(&m.OSVersion, "10.0.19045.3803")
		orDefault(&m.DeviceEnrollmentType, "windowsAutoEnrollment")
	}
	orDefault(&m.JoinType, "azureADJoined")
	orDefault(&m.DeviceEnrollmentType, "userEnrollment")
	orDefault(&m.ManagementAgent, "mdm")
}

func (st *state) loadManaged(t *Tenant) error {
	for _, m := range t.ManagedDevices {
		if err := st.addManaged(m); err != nil {
			return fmt.Errorf("managed device %q: %w", m.DeviceName, err)
		}
	}
	return nil
}

func (st *state) addManaged(m ManagedDevice) error {
	m.complete()
	orDefault(&m.ID, stableID(managedKind, m.DeviceName))
	if err := guid(&m.ID); err != nil {
		return err
	}
	if st.managedByID[m.ID] != nil {
		return fmt.Errorf("exists twice")
	}
	for name, value := range map[string]string{"joinType": m.JoinType, "deviceEnrollmentType": m.DeviceEnrollmentType, "managementAgent": m.ManagementAgent} {
		if !slices.Contains(managedDeviceEnums[name], value) {
			return fmt.Errorf("%s %q is not one of %s", name, value, strings.Join(managedDeviceEnums[name], ", "))
		}
	}
	if m.UserID != "" {
		u := st.user(m.UserID)
		if u == nil {
			return fmt.Errorf("userId %q is nobody of the tenant", m.UserID)
		}
		m.UserID = u.ID
	}
	m.AzureADDeviceID = strings.ToLower(m.AzureADDeviceID)
	st.managed = append(st.managed, &m)
	st.managedByID[m.ID] = &m
	return nil
}

func (st *state) managedObject(m *ManagedDevice, v version) map[string]any {
	var upn, name any
	if m.UserID != "" {
		u := st.user(m.UserID)
		upn, name = u.UserPrincipalName, u.DisplayName
	}
	var registered any
	if m.AzureADRegistered != nil {
		registered = *m.AzureADRegistered
	}
	object := map[string]any{
		"id": m.ID, "deviceName": m.DeviceName, "azureADDeviceId": m.AzureADDeviceID, "azureADRegistered": registered,
		"userId": m.UserID, "userPrincipalName": upn, "userDisplayName": name, "operatingSystem": m.OperatingSystem,
		"osVersion": m.OSVersion, "deviceEnrollmentType": m.DeviceEnrollmentType, "managementAgent": m.ManagementAgent,
		"managedDeviceOwnerType": "company", "deviceRegistrationState": "registered",
	}
	if v == beta {
		object["joinType"] = m.JoinType
	}
	return object
}

func (st *state) allManaged(v version) sequence {
	s := sequence{{n: len(st.managed), at: func(i int) map[string]any { return st.managedObject(st.managed[i], v) }}}
	for _, p := range st.prefixes {
		// Those with a primary user differ from those without.
		for _, r := range p.devices.split(p.users) {
			s = append(s, part{alike: true, n: r.size(), at: func(i int) map[string]any { return st.managedObject(p.managedAt(r.from+i), v) }})
		}
	}
	return s
}

// managedProperties are those that the schema has; the emulator fills in the few
// of [ManagedDevice], and the rest are null. Source: Microsoft's published CSDL.
const managedProperties = `
	activationLockBypassCode androidSecurityPatchLevel azureADDeviceId azureADRegistered complianceGracePeriodExpirationDateTime
	complianceState configurationManagerClientEnabledFeatures deviceActionResults deviceCategoryDisplayName deviceEnrollmentType
	deviceHealthAttestationState deviceName deviceRegistrationState easActivated easActivationDateTime easDeviceId emailAddress
	enrolledDateTime enrollmentProfileName ethernetMacAddress exchangeAccessState exchangeAccessStateReason
	exchangeLastSuccessfulSyncDateTime freeStorageSpaceInBytes iccid imei isEncrypted isSupervised jailBroken lastSyncDateTime
	managedDeviceName managedDeviceOwnerType managementAgent managementCertificateExpirationDate managementState manufacturer
	meid model notes operatingSystem osVersion partnerReportedThreatState phoneNumber physicalMemoryInBytes
	remoteAssistanceSessionErrorDetails remoteAssistanceSessionUrl requireUserEnrollmentApproval serialNumber subscriberCarrier
	totalStorageSpaceInBytes udid userDisplayName userId userPrincipalName wiFiMacAddress id`

func managedListing(v version) listing {
	properties := strings.Fields(managedProperties)
	if v == beta {
		properties = append(properties, "joinType", "skuFamily", "usersLoggedOn", "azureActiveDirectoryDeviceId")
	}
	return listing{rules: odata.Rules{
		Type: "managedDevice", Types: map[string]odata.Type{"managedDevice": {Properties: properties}},
		DefaultTop: managedPage, MaxTop: managedPage,
		Options: []string{"$select", "$filter", "$count", "$top", "$skip", "$orderby"},
	}}
}

func listManagedDevices(st *state, c *call) (answer, error) {
	return c.list(st.allManaged(c.version), managedListing(c.version))
}

func countManagedDevices(st *state, c *call) (answer, error) {
	return c.segmentCount(st.allManaged(c.version), managedListing(c.version))
}

func getManagedDevice(st *state, c *call) (answer, error) {
	m := st.managedDevice(c.params["id"])
	if m == nil {
		return answer{}, notFound("Managed device", c.params["id"])
	}
	return c.entity("managedDevice", st.managedObject(m, c.version))
}
