variable "environment" { type = string }

module "role" {
  source      = "./role"
  environment = var.environment
  fn_name     = module.fn.name
}

module "fn" {
  source      = "./fn"
  environment = var.environment
  role_arn    = module.role.arn
}

module "plain" {
  source = "./plain"
}

module "each" {
  source      = "./each"
  for_each    = toset(["get", "put"])
  key         = each.key
  environment = var.environment
  role_arn    = module.plain.arn
}
