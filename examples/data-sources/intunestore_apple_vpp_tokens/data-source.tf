# Every token that no longer installs anything.
data "intunestore_apple_vpp_tokens" "expired" {
  state = "expired"
}

output "expired_tokens" {
  value = { for t in data.intunestore_apple_vpp_tokens.expired.tokens : t.display_name => t.expiration_date_time }
}
