module "f" {
  source     = "../../modules/fn"
  source_dir = "${path.root}/../../src"
  name = "b"
  bucket = "e"
}
