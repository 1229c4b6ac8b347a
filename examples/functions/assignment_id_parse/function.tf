terraform {
  required_providers {
    intunestore = {
      source = "intunestore/intunestore"
    }
  }
}

# What an assignment of a report is about.
output "excluded_group" {
  value = one([
    for a in [provider::intunestore::assignment_id_parse("0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0/3f2504e0-4f89-41d3-9a0c-0305e82c3301_1_1")] :
    a.target.group_id if a.excluded
  ])
}
