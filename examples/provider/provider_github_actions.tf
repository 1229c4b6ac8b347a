# In GitHub Actions, without any secret: the application trusts the repository
# (a federated credential), and the job has the permission id-token: write.
provider "intunestore" {
  tenant_id = "3f6d1c52-7b0e-4c58-9a35-5d1c8e2a7f10"
  client_id = "b8f0c6de-2a51-4f0b-8f5c-91d7e35a0c44"
  use_oidc  = true
}
