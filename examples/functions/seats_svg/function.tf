terraform {
  required_providers {
    intunestore = {
      source = "intunestore/intunestore"
    }
  }
}

# The ten worst apps as a picture: terraform output -raw chart > seats.svg
data "intunestore_licensed_apps" "all" {}

output "chart" {
  value = provider::intunestore::seats_svg(data.intunestore_licensed_apps.all.apps, 10)
}
