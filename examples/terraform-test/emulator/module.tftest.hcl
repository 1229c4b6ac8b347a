# terraform test of the module on the tenant of tenant.json: what is asserted is what
# the tenant says, and what run blocks make is really there until the test ends.

variables {
  app      = "Microsoft Whiteboard"
  group_id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
}

run "members_get_the_app" {
  assert {
    condition     = output.assignments == ["0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0/3f2504e0-4f89-41d3-9a0c-0305e82c3301_1_0"]
    error_message = "Intune has other assignments: ${join(", ", output.assignments)}"
  }
}

run "a_group_is_kept_out" {
  variables {
    kept_out = "7b4d1c90-2f63-4e8a-9d05-6c1a8e3f2b77"
  }
  assert {
    condition     = length(output.assignments) == 2
    error_message = "Nobody is kept out."
  }
}

run "no_licence_is_left" {
  command = plan

  variables {
    app = "Keynote"
  }
  expect_failures = [intunestore_app_assignment.members]
}
