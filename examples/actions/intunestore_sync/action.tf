# terraform apply -invoke=action.intunestore_sync.head_office
action "intunestore_sync" "head_office" {
  config {
    store              = "apple_vpp"
    apple_vpp_token_id = data.intunestore_apple_vpp_token.head_office.id
  }
}

data "intunestore_apple_vpp_token" "head_office" {
  display_name = "Head office"
}

action "intunestore_sync" "google_play" {
  config {
    store = "managed_google_play"
    timeouts = {
      invoke = "30m"
    }
  }
}
