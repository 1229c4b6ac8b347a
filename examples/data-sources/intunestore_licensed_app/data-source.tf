# By name; license_type tells the online and the offline licence of one product apart.
data "intunestore_licensed_app" "notebook" {
  display_name = "Carnet de chantier"
  license_type = "online"
}

output "licences_left" {
  value = data.intunestore_licensed_app.notebook.available_license_count
}
