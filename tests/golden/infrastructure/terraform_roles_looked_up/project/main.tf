module "orders" {
  source   = "./modules/kept"
  database = "orders"
}
