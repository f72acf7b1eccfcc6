module "f" {
  source     = "../../modules/fn"
  source_dir = "${path.root}/../../src"
  name = "a"
  bucket = "d"
}
