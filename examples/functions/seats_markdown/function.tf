terraform {
  required_providers {
    intunestore = {
      source = "intunestore/intunestore"
    }
  }
}

# The table for the summary of a job: terraform output -raw seats >> "$GITHUB_STEP_SUMMARY"
data "intunestore_licensed_apps" "assigned" {
  assigned = true
}

data "intunestore_app_seats" "each" {
  for_each = { for app in data.intunestore_licensed_apps.assigned.apps : app.id => app }
  app_id   = each.key
}

output "seats" {
  value = provider::intunestore::seats_markdown(values(data.intunestore_app_seats.each))
}
