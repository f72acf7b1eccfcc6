module "w" {
  source = "./w"
  debug  = false
}
