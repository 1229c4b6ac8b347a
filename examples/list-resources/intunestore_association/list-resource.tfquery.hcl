list "intunestore_association" "of_the_tenant" {
  provider         = intunestore
  include_resource = true
}
