# Who holds a seat and is no longer assigned? The first run only lists them:
#
#   terraform apply -invoke=action.intunestore_revoke_licenses.leavers
#
# With dry_run = false their licences go back into the pool, unless there are more
# than limit.
action "intunestore_revoke_licenses" "leavers" {
  config {
    app_id  = data.intunestore_licensed_app.keynote.id
    scope   = "unassigned"
    limit   = 25
    dry_run = true
  }
}

# By name, and done.
action "intunestore_revoke_licenses" "named" {
  config {
    app_id               = data.intunestore_licensed_app.keynote.id
    scope                = "users"
    user_principal_names = ["camille@contoso.example"]
    limit                = 1
    dry_run              = false
  }
}

data "intunestore_licensed_app" "keynote" {
  display_name = "Keynote"
  store        = "apple_vpp"
}
