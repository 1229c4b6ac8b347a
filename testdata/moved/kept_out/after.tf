terraform {
  required_providers {
    intunestore = { source = "intunestore/intunestore" }
  }
}

resource "intunestore_app_assignment" "interns" {
  app_id = "a0000000-0000-4000-8000-000000000001"
  intent = "required"
  target = { type = "exclusion_group", group_id = "b0000000-0000-4000-8000-000000000003" }
}

moved {
  from = microsoft365_graph_beta_device_and_app_management_mobile_app_assignment.interns
  to   = intunestore_app_assignment.interns
}
