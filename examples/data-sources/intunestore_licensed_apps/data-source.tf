# Every app of the Store that is assigned to somebody.
data "intunestore_licensed_apps" "assigned" {
  store    = "microsoft_store_for_business"
  assigned = true
}

output "used_of_total" {
  value = {
    for app in data.intunestore_licensed_apps.assigned.apps :
    app.id => "${app.display_name}: ${app.used_license_count} of ${app.total_license_count}"
  }
}
