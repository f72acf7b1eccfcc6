variable "code" {}
module "f" {
  source     = "../../modules/fn"
  source_dir = "${var.code}"
  name = "a"
  bucket = "prod"
}
