resource "intunestore_app_assignment" "reader" {
  for_each = { sales = "b0000000-0000-4000-8000-000000000001", support = "B0000000-0000-4000-8000-000000000002" }
  app_id   = "A0000000-0000-4000-8000-000000000001"
  intent   = "required"
  target   = { type = "group", group_id = each.value }
}

moved {
  from = microsoft365_graph_beta_device_and_app_management_mobile_app_assignment.reader
  to   = intunestore_app_assignment.reader
}

resource "intunestore_app_assignment" "writer" {
  app_id = "a0000000-0000-4000-8000-000000000002"
  intent = "required"
  target = {
    type        = "group"
    group_id    = "b0000000-0000-4000-8000-000000000001"
    filter_id   = "f0000000-0000-4000-8000-000000000001"
    filter_type = "include"
  }
  apple_vpp_settings = { use_device_licensing = true, is_removable = true }
}

moved {
  from = msgraph_resource.writer
  to   = intunestore_app_assignment.writer
}

module "kept_out" {
  source = "./kept_out"
}
