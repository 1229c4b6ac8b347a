# Before the first apply: what is missing on this tenant? Needs nothing but the
# provider block, changes nothing, and says it in its outputs:
#
#   terraform plan

data "intunestore_association" "store" {}

data "intunestore_device_readiness" "windows" {}

data "intunestore_licensed_apps" "all" {}

locals {
  store   = data.intunestore_association.store
  devices = data.intunestore_device_readiness.windows
  apps    = data.intunestore_licensed_apps.all.apps

  overbooked = [for app in local.apps : app.display_name if app.used_license_count > app.total_license_count && app.total_license_count > 0]

  missing = compact([
    local.store.mdm_authority == "intune" ? "" : "The MDM authority is ${local.store.mdm_authority}: set it to Intune in the admin center, or nothing here can work.",
    local.store.enabled ? "" : "The association with Microsoft Store for Business is off: intunestore_association turns it on.",
    local.store.enabled && local.store.last_successful_sync == null ? "The Store has never synced: activate Microsoft Intune as a management tool in the Store, then sync." : "",
    length(local.apps) > 0 ? "" : "There is no licensed app in Intune yet.",
    length(local.overbooked) == 0 ? "" : "More licences are in use than were bought of: ${join(", ", local.overbooked)}.",
    local.devices.device_count > 0 ? "" : "Intune manages no Windows device.",
    local.devices.unready_count == 0 ? "" : "${local.devices.unready_count} of ${local.devices.device_count} Windows devices cannot take Store apps: ${join(", ", [for reason, n in local.devices.reason_counts : "${n} ${replace(reason, "_", " ")}" if n > 0])}.",
  ])
}

output "missing" {
  description = "What to do first, most important first. Empty when all is set up."
  value       = local.missing
}

output "tenant" {
  description = "Whose tenant was looked at."
  value       = "${local.store.tenant_name} (${local.store.tenant_id})"
}
