variable "purchase_order" {
  description = "The last order placed in the Store. A new one makes Terraform sync."
  type        = string
  default     = "2022-104"
}

resource "intunestore_association" "company" {
  enabled          = true
  language         = "en-GB"
  portal_selection = ["companyPortal"]

  sync = {
    triggers = { purchase_order = var.purchase_order }
    wait     = true
  }

  # Forgetting the association leaves the apps of the tenant in sync.
  on_destroy = "retain"

  timeouts = {
    create = "30m"
    update = "30m"
  }
}
