resource "aws_dynamodb_table" "t" {
  name         = "orders"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}

module "reader" {
  source     = "./modules/fn"
  name       = "reader"
  src        = "${path.module}/src/r"
  table_name = aws_dynamodb_table.t.name
  table_arn  = aws_dynamodb_table.t.arn
}

module "writer" {
  source     = "./modules/fn"
  name       = "writer"
  src        = "${path.module}/src/lit"
  table_name = aws_dynamodb_table.t.name
  table_arn  = aws_dynamodb_table.t.arn
}
