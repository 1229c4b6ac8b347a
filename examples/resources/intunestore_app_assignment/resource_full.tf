data "intunestore_licensed_app" "notebook" {
  product_key = "9NCARNETCHTR/0010"
}

# Offered to the design office, on the devices that the filter keeps.
resource "intunestore_app_assignment" "design" {
  app_id = data.intunestore_licensed_app.notebook.id
  intent = "available"

  target = {
    type        = "group"
    group_id    = "a71e52f4-30c8-4d96-b1f7-6e8d40c9a220"
    filter_id   = "5b0d8a14-92f3-4f0e-8d7c-13c5a6e4b911"
    filter_type = "include"
  }

  microsoft_store_settings = {
    use_device_context = false
  }

  # Too few seats for this group is worth a warning, and no more.
  seat_check = "warn"
}

# Kept from the app, whatever other groups they are in.
resource "intunestore_app_assignment" "apprentices" {
  app_id = data.intunestore_licensed_app.notebook.id
  intent = "required"

  target = {
    type     = "exclusion_group"
    group_id = "a71e52f4-30c8-4d96-b1f7-6e8d40c9a230"
  }
}
