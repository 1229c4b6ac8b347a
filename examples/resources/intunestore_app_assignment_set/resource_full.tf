data "intunestore_licensed_app" "reader" {
  package_identity_name = "EditionsduNiveau.LecteurdePlans"
  license_type          = "online"
}

# These, and no others: an assignment made in the portal is shown in the next plan,
# and removed by the next apply.
resource "intunestore_app_assignment_set" "reader" {
  app_id     = data.intunestore_licensed_app.reader.id
  seat_check = "enforce"

  assignments = [
    {
      intent = "required"
      target = {
        type     = "group"
        group_id = "a71e52f4-30c8-4d96-b1f7-6e8d40c9a210"
      }
    },
    {
      intent = "available"
      target = {
        type = "all_licensed_users"
      }
      microsoft_store_settings = {
        use_device_context = false
      }
    },
    {
      intent = "required"
      target = {
        type     = "exclusion_group"
        group_id = "a71e52f4-30c8-4d96-b1f7-6e8d40c9a230"
      }
    },
  ]
}
