module "service" {
  source = "../../modules/service"
}
