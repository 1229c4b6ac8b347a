# A module as teams write it: an app for one group, by the app's name.

terraform {
  required_providers {
    intunestore = {
      source = "intunestore/intunestore"
    }
  }
}

variable "app" {
  type = string
}

variable "group_id" {
  type = string
}

variable "kept_out" {
  description = "A group that is kept from the app, if any."
  type        = string
  default     = null
}

data "intunestore_licensed_app" "this" {
  display_name = var.app
}

resource "intunestore_app_assignment" "members" {
  app_id = data.intunestore_licensed_app.this.id
  intent = "required"
  target = { type = "group", group_id = var.group_id }

  lifecycle {
    precondition {
      condition     = data.intunestore_licensed_app.this.available_license_count > 0
      error_message = "No licence of ${var.app} is left."
    }
  }
}

resource "intunestore_app_assignment" "kept_out" {
  count  = var.kept_out == null ? 0 : 1
  app_id = data.intunestore_licensed_app.this.id
  intent = "required"
  target = { type = "exclusion_group", group_id = var.kept_out }
}

output "assignments" {
  value = concat([intunestore_app_assignment.members.id], intunestore_app_assignment.kept_out[*].id)
}
