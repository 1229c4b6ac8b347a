import {
  to = intunestore_association.store
  identity = {
    tenant_id = "3f6d1c52-7b0e-4c58-9a35-5d1c8e2a7f10"
  }
}
