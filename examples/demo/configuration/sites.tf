# Everyone on the building sites gets the site notebook.

data "intunestore_licensed_app" "notebook" {
  display_name = "Carnet de chantier"
}

resource "intunestore_app_assignment" "sites" {
  app_id = data.intunestore_licensed_app.notebook.id
  intent = "required"

  target = {
    type     = "group"
    group_id = "a71e52f4-30c8-4d96-b1f7-6e8d40c9a210" # Chantiers
  }
}
