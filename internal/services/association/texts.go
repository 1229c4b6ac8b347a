package association

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/intunestore/terraform-provider-intunestore/internal/graph"
	"github.com/intunestore/terraform-provider-intunestore/internal/printable"
	"github.com/intunestore/terraform-provider-intunestore/internal/services"
)

// What is known of the end of the service. Source: Microsoft Learn, Intune notices
// of May 2023 ("Plan for change: ending support for Microsoft Store for Business
// and Education apps").
const (
	neverMoves = "Microsoft ended this sync for public clouds in June 2023: if neither time ever moves, that is the likely reason."
	successors = "This provider goes on to manage apps of Apple volume purchase and managed Google Play. What Microsoft offers in place of the Store for Business is the app type Microsoft Store app (new), which has no licence counts."
)

// storeSteps is what to do on the Store's side, which Graph does not reach.
// Source: Microsoft Learn, "How to manage volume purchased apps from the Microsoft
// Store for Business with Microsoft Intune".
func storeSteps(org graph.Organization) string {
	return fmt.Sprintf(`Check on the Store's side that Intune is activated as a management tool:
  1. Sign in to https://businessstore.microsoft.com with an administrator's account of this tenant, %s.
  2. Under Manage > Settings > Distribute, add the management tool "Microsoft Intune" (not "Microsoft Intune Enrollment") and activate it.
  3. Apply again.`, named(org))
}

func unreadTenant(err error) diag.Diagnostic {
	return services.Diagnose("Tenant not read", "Reading the tenant (its id, its name and its MDM authority)", err)
}

func unreadAssociation(org graph.Organization, err error) diag.Diagnostic {
	return services.Diagnose("Association not read", "Reading the association of tenant "+named(org), err)
}

func notInThisCloud(environment string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Store not offered in this cloud", fmt.Sprintf(
		"The provider's environment is %s. Microsoft Store for Business does not sync with Intune in the US Government clouds (GCC High and DoD), although Graph has the calls there.\n\n"+
			"In these clouds apps are uploaded to Intune as packages: line-of-business apps made of the offline-licensed package. Remove intunestore_association from this configuration.", environment))
}

func notIntune(org graph.Organization) diag.Diagnostic {
	return diag.NewErrorDiagnostic("MDM authority is not Intune", fmt.Sprintf(
		"The MDM authority of tenant %s is %q. Microsoft Store for Business apps sync only to a tenant whose MDM authority is \"intune\".\n\n"+
			"Set the MDM authority to Intune in the Intune admin centre (Tenant administration), then plan again.", named(org), org.MDMAuthority))
}

func anotherTenant(tenantID string, org graph.Organization) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Association belongs to another tenant", fmt.Sprintf(
		"This association is that of tenant %s, but the provider is signed in to tenant %s. An association cannot move to another tenant. Nothing was changed.\n\n"+
			"Sign in to tenant %[1]s, or give each tenant a configuration and a state of its own. To forget the old association without touching its tenant, use a removed block or terraform state rm.", tenantID, named(org)))
}

func alreadyExists(org graph.Organization, now graph.DeviceAppManagement) diag.Diagnostic {
	state := "It is off"
	if now.Enabled {
		state = "It is on"
	}
	if now.Language != "" {
		state += ", in language " + now.Language
	}
	return diag.NewErrorDiagnostic("Association already exists", fmt.Sprintf(
		"Tenant %s has its association with Microsoft Store for Business already, and a tenant has only one. %s. Nothing was changed.\n\n"+
			"To manage it with this resource, import it:\n\n%s\n\n"+
			"If another resource manages it, keep one of the two; if the resource was renamed, write a moved block.",
		named(org), state, importBlock(org.ID)))
}

// twoResources are two of one configuration. Terraform names the one that it was
// planning.
func twoResources(org graph.Organization) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Association already exists", fmt.Sprintf(
		"Two resources of this configuration manage the association of tenant %s with Microsoft Store for Business, and a tenant has only one. Nothing was changed.\n\n"+
			"Keep one of the two. If the state holds both, take one out with a removed block (destroy = false); if the resource was renamed, write a moved block.", named(org)))
}

func importBlock(tenantID string) string {
	return fmt.Sprintf("import {\n  to = intunestore_association.example\n  id = %q\n}", tenantID)
}

func notAsWritten(org graph.Organization, wanted graph.DeviceAppManagementUpdate, now graph.DeviceAppManagement) diag.Diagnostic {
	values := func(enabled bool, language string, portal []string) string {
		text := fmt.Sprintf("enabled = %t, language = %q", enabled, language)
		if wanted.PortalSelection != nil {
			text += fmt.Sprintf(", portal_selection = [%s]", strings.Join(portal, ", "))
		}
		return text
	}
	return diag.NewErrorDiagnostic("Association not as written", fmt.Sprintf(
		"The service accepted the association of tenant %s, but reads back another one.\n\nWritten: %s\nRead back: %s\n\n"+
			"Somebody may have changed it at the same moment, or the service does not accept one of the values. Plan again to see what it holds now.",
		named(org), values(*wanted.Enabled, *wanted.Language, wanted.PortalSelection), values(now.Enabled, now.Language, now.PortalSelection)))
}

func destroyWarning(onDestroy string) diag.Diagnostic {
	if onDestroy == onDestroyRetain {
		return diag.NewWarningDiagnostic("Association stays on",
			"Terraform will forget the association and leave it on (on_destroy = \"retain\"): apps go on syncing from the Store.")
	}
	return diag.NewWarningDiagnostic("Association will be turned off",
		"Intune will stop syncing apps from the Store: new purchases will not appear, and licence counts will no longer change. Nobody documents what becomes of apps and assignments that are in Intune already. Other management tools that are tied to the Store, such as Configuration Manager, are not touched.\n\n"+
			"To leave the association on, set on_destroy = \"retain\" and apply that first.")
}

// named is a tenant as users know it.
func named(org graph.Organization) string {
	if org.DisplayName == "" {
		return org.ID
	}
	return fmt.Sprintf("%s (%s)", printable.Name(org.DisplayName), org.ID)
}
