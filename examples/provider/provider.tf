terraform {
  required_providers {
    intunestore = {
      source = "intunestore/intunestore"
    }
  }
}

# Signs in as an application of the tenant. The secret comes from the environment:
# ARM_CLIENT_SECRET. With none of this, the account of the Azure CLI is used.
provider "intunestore" {
  tenant_id = "3f6d1c52-7b0e-4c58-9a35-5d1c8e2a7f10"
  client_id = "b8f0c6de-2a51-4f0b-8f5c-91d7e35a0c44"
}
