resource "intunestore_association" "example" {
  language         = "fr-FR"
  on_destroy       = "retain"
  portal_selection = ["companyPortal"]
  sync             = { wait = false, triggers = { bought = "2026-11-22" } }
  timeouts         = { create = "10m" }
}

resource "intunestore_app_assignment" "store" {
  app_id     = "A0000000-0000-4000-8000-000000000001"
  intent     = "required"
  seat_check = "warn"
  target = {
    type        = "group"
    group_id    = "b0000000-0000-4000-8000-00000000000a"
    filter_id   = "f0000000-0000-4000-8000-000000000001"
    filter_type = "include"
  }
  timeouts = { read = "1m" }
}

resource "intunestore_app_assignment" "excluded" {
  app_id = "a0000000-0000-4000-8000-000000000001"
  intent = "required"
  target = { type = "exclusion_group", group_id = "b0000000-0000-4000-8000-00000000000b" }
}

resource "intunestore_app_assignment" "apple" {
  app_id = "a0000000-0000-4000-8000-000000000002"
  intent = "required"
  target = { type = "all_devices" }
  apple_vpp_settings = {
    use_device_licensing        = true
    is_removable                = true
    uninstall_on_device_removal = true
  }
}

resource "intunestore_app_assignment" "google" {
  app_id = "a0000000-0000-4000-8000-000000000003"
  intent = "available"
  target = { type = "all_licensed_users" }
  google_play_settings = {
    android_managed_store_app_track_ids = ["beta"]
    auto_update_mode                    = "postponed"
  }
}

resource "intunestore_app_assignment_set" "example" {
  app_id     = "a0000000-0000-4000-8000-000000000004"
  seat_check = "off"
  assignments = [
    { intent = "required", target = { type = "exclusion_group", group_id = "b0000000-0000-4000-8000-00000000000b" } },
    { intent = "required", target = { type = "group", group_id = "b0000000-0000-4000-8000-00000000000a" } },
    { intent = "available", target = { type = "all_licensed_users" }, microsoft_store_settings = { use_device_context = false } },
  ]
}
