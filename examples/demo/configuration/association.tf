# Ties Intune to Microsoft Store for Business. A new purchase order makes Terraform
# sync again, so that the licences bought with it are counted.

terraform {
  required_providers {
    intunestore = {
      source = "intunestore/intunestore"
    }
  }
}

provider "intunestore" {}

variable "purchase_order" {
  description = "The last order placed in the Store."
  type        = string
}

resource "intunestore_association" "store" {
  language         = "fr-FR"
  portal_selection = ["companyPortal"]

  sync = {
    triggers = { purchase_order = var.purchase_order }
  }
}
