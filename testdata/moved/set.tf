resource "intunestore_app_assignment_set" "all" {
  app_id = "a0000000-0000-4000-8000-000000000001"
  assignments = [
    { intent = "required", target = { type = "group", group_id = "b0000000-0000-4000-8000-000000000001" } },
    { intent = "required", target = { type = "all_licensed_users" } },
  ]
}

moved {
  from = intunestore_app_assignment.sales
  to   = intunestore_app_assignment_set.all
}

removed {
  from = intunestore_app_assignment.everyone
  lifecycle {
    destroy = false
  }
}
