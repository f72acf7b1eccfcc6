include "root" { path = find_in_parent_folders("root.hcl") }
locals { x = "y" }
terraform { source = "../../modules/app" }
inputs = {
  bucket = "shop-prod"
  force  = false
  other  = local.x
}
