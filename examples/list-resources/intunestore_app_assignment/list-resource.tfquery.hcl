# Every assignment of every licensed app, with the configuration to manage it:
#   terraform query -generate-config-out=assignments.tf
list "intunestore_app_assignment" "all" {
  provider         = intunestore
  include_resource = true
  limit            = 5000
}

# Who is kept from an app, or gets it, through one group.
list "intunestore_app_assignment" "studio" {
  provider = intunestore

  config {
    store    = "microsoft_store_for_business"
    intent   = "required"
    group_id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
  }
}
