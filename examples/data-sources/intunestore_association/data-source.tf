data "intunestore_association" "store" {}

output "last_sync" {
  value = data.intunestore_association.store.last_successful_sync
}

# Licence counts are as old as the last sync.
check "synced_this_week" {
  assert {
    condition     = timecmp(timeadd(coalesce(data.intunestore_association.store.last_successful_sync, "2000-01-01T00:00:00Z"), "168h"), plantimestamp()) > 0
    error_message = "The last successful sync with the Store is more than a week old, or there was none."
  }
}
