data "intunestore_app_seats" "notebook" {
  app_id = "0e4b8c1d-6f2a-4b7c-8d11-2c9a5e7f3b01"
}

# Says so at every plan, and stops none.
check "enough_seats" {
  assert {
    condition     = data.intunestore_app_seats.notebook.shortfall == 0
    error_message = "The site notebook is short of ${data.intunestore_app_seats.notebook.shortfall} seats."
  }
}
