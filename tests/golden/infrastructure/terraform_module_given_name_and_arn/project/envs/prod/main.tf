resource "aws_dynamodb_table" "orders" {
  name     = "orders-prod"
  hash_key = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
module "w" {
  source     = "../../modules/worker"
  name       = "prod"
  table_arn  = aws_dynamodb_table.orders.arn
  table_name = aws_dynamodb_table.orders.name
}
# Its ARN is another table's.
module "other" {
  source     = "../../modules/other"
  name       = "other-prod"
  table_arn  = aws_dynamodb_table.orders.arn
  table_name = "archive"
}
