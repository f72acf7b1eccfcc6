resource "aws_dynamodb_table" "t" {
  name         = "orders-dev"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
module "fn" {
  source     = "../../modules/fn"
  name       = "fn"
  src        = "${path.module}/../../src/r"
  table_name = aws_dynamodb_table.t.name
  table_arn  = aws_dynamodb_table.t.arn
}
