terraform {
  required_providers {
    intunestore = {
      source = "intunestore/intunestore"
    }
  }
}

data "intunestore_licensed_apps" "bought" {
  store = "microsoft_store_for_business"
}

# The package identifiers of Microsoft Store apps (new) that follow what was bought.
output "package_identifiers" {
  value = [for a in data.intunestore_licensed_apps.bought.apps : provider::intunestore::product_key_parse(a.product_key).product_id]
}
