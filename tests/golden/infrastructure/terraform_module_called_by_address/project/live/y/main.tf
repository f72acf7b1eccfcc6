module "f" {
  source     = "git::https://example.com/org/this.git//modules/fn"
  source_dir = "./src"
  name = "a"
  bucket = "d"
}
