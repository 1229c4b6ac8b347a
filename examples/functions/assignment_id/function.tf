terraform {
  required_providers {
    intunestore = {
      source = "intunestore/intunestore"
    }
  }
}

# The import id of an assignment, without looking it up in the admin centre.
output "required_for_the_studio" {
  value = provider::intunestore::assignment_id(
    "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0",
    { type = "group", group_id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301" },
    "required",
  )
}
