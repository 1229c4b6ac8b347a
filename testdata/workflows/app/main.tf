terraform {
  required_providers {
    intunestore = { source = "intunestore/intunestore" }
  }
}

variable "app_id" {
  type = string
}

variable "group_id" {
  type = string
}

resource "intunestore_app_assignment" "group" {
  app_id = var.app_id
  intent = "required"
  target = { type = "group", group_id = var.group_id }
}
