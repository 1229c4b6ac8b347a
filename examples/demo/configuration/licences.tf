# Lists every app that counts licences, whatever store it comes from.

data "intunestore_licensed_apps" "all" {
  depends_on = [intunestore_association.store]
}

output "licences" {
  value = join("\n", concat(
    [format("%-20s %-30s %5s %5s %9s", "App", "Store", "Total", "Used", "Available")],
    [for app in data.intunestore_licensed_apps.all.apps : format("%-20s %-30s %5d %5d %9d",
    app.display_name, app.store, app.total_license_count, app.used_license_count, app.available_license_count)],
  ))
}
