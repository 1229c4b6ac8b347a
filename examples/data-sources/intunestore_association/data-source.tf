data "intunestore_association" "store" {}

output "last_sync" {
  value = data.intunestore_association.store.last_successful_sync
}

check "the_last_sync_succeeded" {
  assert {
    condition     = data.intunestore_association.store.last_successful_sync == data.intunestore_association.store.last_completed_sync
    error_message = "The last sync with the Store ended without success: licence counts may be old."
  }
}
