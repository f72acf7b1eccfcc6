include "root" { path = find_in_parent_folders("root.hcl") }
locals { x = "y" }
terraform { source = "../../modules/app" }
inputs = {
  bucket = "other-dev"
  force  = true
  other  = local.x
}
