module "tables" {
  source = "./modules/tables"
  stage  = var.stage
}

module "keeper" {
  source     = "./modules/keeper"
  name       = "keeper-${var.stage}"
  table_name = module.tables.name
  journal    = module.tables.journal
  subnet_ids = var.subnet_ids
}

variable "stage" {
  type = string
}

variable "subnet_ids" {
  type = list(string)
}
