# The design office wants the site notebook too.

resource "intunestore_app_assignment" "design" {
  app_id = data.intunestore_licensed_app.notebook.id
  intent = "available"

  target = {
    type     = "group"
    group_id = "a71e52f4-30c8-4d96-b1f7-6e8d40c9a220" # Bureau d'études
  }
}
