resource "microsoft365_graph_beta_device_and_app_management_mobile_app_assignment" "reader" {
  for_each      = { sales = "b0000000-0000-4000-8000-000000000001", support = "B0000000-0000-4000-8000-000000000002" }
  mobile_app_id = "A0000000-0000-4000-8000-000000000001"
  intent        = "required"
  source        = "direct"
  target = {
    target_type                                      = "groupAssignment"
    group_id                                         = each.value
    device_and_app_management_assignment_filter_type = "none"
  }
  settings = {
    microsoft_store_for_business = { use_device_context = false }
  }
}

resource "msgraph_resource" "writer" {
  url         = "deviceAppManagement/mobileApps/a0000000-0000-4000-8000-000000000002/assignments"
  api_version = "beta"
  body = {
    "@odata.type" = "#microsoft.graph.mobileAppAssignment"
    intent        = "required"
    target = {
      "@odata.type"                              = "#microsoft.graph.groupAssignmentTarget"
      groupId                                    = "b0000000-0000-4000-8000-000000000001"
      deviceAndAppManagementAssignmentFilterId   = "f0000000-0000-4000-8000-000000000001"
      deviceAndAppManagementAssignmentFilterType = "include"
    }
    settings = {
      "@odata.type"      = "#microsoft.graph.iosVppAppAssignmentSettings"
      useDeviceLicensing = true
      isRemovable        = true
    }
  }
}

module "kept_out" {
  source = "./kept_out"
}
