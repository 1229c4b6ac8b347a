data "intunestore_licensed_apps" "store" {
  store = "microsoft_store_for_business"
}

module "app" {
  source   = "./app"
  for_each = { for a in data.intunestore_licensed_apps.store.apps : a.display_name => a.id }
  app_id   = each.value
  group_id = "b0000000-0000-4000-8000-000000000001"
}
