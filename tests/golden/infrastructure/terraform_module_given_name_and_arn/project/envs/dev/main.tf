resource "aws_dynamodb_table" "orders" {
  name     = "orders-dev"
  hash_key = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
module "w" {
  source     = "../../modules/worker"
  name       = "dev"
  table_arn  = aws_dynamodb_table.orders.arn
  table_name = aws_dynamodb_table.orders.name
}
module "other" {
  source     = "../../modules/other"
  name       = "other-dev"
  table_arn  = aws_dynamodb_table.orders.arn
  table_name = aws_dynamodb_table.orders.name
}
