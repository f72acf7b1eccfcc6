module "a" {
  source     = "./fn"
  name       = "reader"
  source_dir = "${path.module}/reader"
  table_arn  = aws_dynamodb_table.t.arn
  table_name = aws_dynamodb_table.t.name
}
module "b" {
  source     = "./fn"
  name       = "writer"
  source_dir = "${path.module}/writer"
  table_arn  = aws_dynamodb_table.t.arn
  table_name = aws_dynamodb_table.t.name
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
