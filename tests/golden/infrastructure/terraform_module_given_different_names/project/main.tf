module "a" {
  source     = "./fn"
  name       = "reader"
  source_dir = "${path.module}/reader"
  table_arn  = aws_dynamodb_table.t.arn
  bucket_arn = aws_s3_bucket.b.arn
  environment = {
    TABLE  = aws_dynamodb_table.t.name
  }
}
module "b" {
  source     = "./fn"
  name       = "writer"
  source_dir = "${path.module}/writer"
  table_arn  = aws_dynamodb_table.t.arn
  bucket_arn = aws_s3_bucket.b.arn
  environment = {
    TABLE = "other-table"
  }
}
resource "aws_dynamodb_table" "t" {
  name         = "things"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_s3_bucket" "b" {
  bucket = "stuff"
}
