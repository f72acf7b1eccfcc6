module "mid" {
  source = "./mid"
}
