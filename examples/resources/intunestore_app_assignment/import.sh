# {app_id}/{assignment_id}; Intune makes the latter of target, intent and include (0) or exclude (1).
terraform import intunestore_app_assignment.sites 0e4b8c1d-6f2a-4b7c-8d11-2c9a5e7f3b01/a71e52f4-30c8-4d96-b1f7-6e8d40c9a210_1_0
