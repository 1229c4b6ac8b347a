# terraform test of the module, without a tenant: nothing is asked and nobody signs in.

mock_provider "intunestore" {
  mock_data "intunestore_licensed_app" {
    defaults = {
      id                      = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"
      available_license_count = 12
    }
  }
}

variables {
  app      = "Microsoft Whiteboard"
  group_id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
}

run "members_get_the_app" {
  assert {
    condition     = intunestore_app_assignment.members.app_id == "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"
    error_message = "It is not the app of that name."
  }
  assert {
    condition     = length(output.assignments) == 1
    error_message = "Somebody is kept out."
  }
}

run "a_group_is_kept_out" {
  variables {
    kept_out = "7b4d1c90-2f63-4e8a-9d05-6c1a8e3f2b77"
  }
  assert {
    condition     = intunestore_app_assignment.kept_out[0].target.type == "exclusion_group"
    error_message = "The group is not kept out."
  }
}

run "no_licence_is_left" {
  command = plan

  override_data {
    target = data.intunestore_licensed_app.this
    values = {
      id                      = "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"
      available_license_count = 0
    }
  }
  expect_failures = [intunestore_app_assignment.members]
}
