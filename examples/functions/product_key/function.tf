terraform {
  required_providers {
    intunestore = {
      source = "intunestore/intunestore"
    }
  }
}

# The app of which only the address in the Store is known.
data "intunestore_licensed_app" "carnet" {
  product_key = provider::intunestore::product_key("9NCARNETCHTR", "0010")
}
