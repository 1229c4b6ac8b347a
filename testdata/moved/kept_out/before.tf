terraform {
  required_providers {
    microsoft365 = { source = "deploymenttheory/microsoft365" }
  }
}

resource "microsoft365_graph_beta_device_and_app_management_mobile_app_assignment" "interns" {
  mobile_app_id = "a0000000-0000-4000-8000-000000000001"
  intent        = "required"
  source        = "direct"
  target = {
    target_type = "exclusionGroupAssignment"
    group_id    = "b0000000-0000-4000-8000-000000000003"
  }
}
