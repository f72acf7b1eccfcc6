resource "aws_s3_bucket" "files" { bucket = "acme-files" }
resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
  attribute {
    name = "id"
    type = "S"
  }
}
module "a" {
  source      = "./fn"
  name        = "a"
  source_dir  = "${path.root}/a"
  environment = { BUCKET = aws_s3_bucket.files.bucket }
}
module "b" {
  source      = "./fn"
  name        = "b"
  source_dir  = "${path.root}/b"
  environment = { TABLE = aws_dynamodb_table.orders.name }
}
