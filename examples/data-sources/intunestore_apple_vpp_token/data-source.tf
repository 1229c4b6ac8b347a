# A plan says when the token that licenses the apps is about to expire.
data "intunestore_apple_vpp_token" "head_office" {
  display_name = "Head office"

  lifecycle {
    postcondition {
      condition     = self.state == "valid" && self.last_sync_status != "failed"
      error_message = "The location token needs an administrator: renew it, or look at its last sync."
    }
  }
}

output "token_expires" {
  value = data.intunestore_apple_vpp_token.head_office.expiration_date_time
}
