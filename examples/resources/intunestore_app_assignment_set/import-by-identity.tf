import {
  to = intunestore_app_assignment_set.notebook
  identity = {
    app_id = "0e4b8c1d-6f2a-4b7c-8d11-2c9a5e7f3b01"
  }
}
