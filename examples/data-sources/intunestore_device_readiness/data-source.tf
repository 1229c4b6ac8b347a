# The Windows devices of one group; without group_id, all that are managed.
data "intunestore_device_readiness" "sites" {
  group_id = "a71e52f4-30c8-4d96-b1f7-6e8d40c9a210"
}

output "not_ready" {
  value = {
    for device in data.intunestore_device_readiness.sites.unready_devices :
    device.device_name => device.reasons
  }
}
