# An example says nothing of what the module is for.
module "shown" {
  source     = "../../modules/shown"
  name       = "shown"
  source_dir = "${path.module}/../../other"
}
