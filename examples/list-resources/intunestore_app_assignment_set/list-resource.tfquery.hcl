# Every licensed app that has assignments, each with all of them in one resource.
list "intunestore_app_assignment_set" "all" {
  provider         = intunestore
  include_resource = true
  limit            = 1000

  config {
    store = "microsoft_store_for_business"
  }
}
