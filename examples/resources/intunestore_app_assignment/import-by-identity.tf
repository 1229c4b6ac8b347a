import {
  to = intunestore_app_assignment.sites
  identity = {
    app_id        = "0e4b8c1d-6f2a-4b7c-8d11-2c9a5e7f3b01"
    assignment_id = "a71e52f4-30c8-4d96-b1f7-6e8d40c9a210_1_0"
  }
}
