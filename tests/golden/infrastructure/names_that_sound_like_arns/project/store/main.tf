resource "aws_dynamodb_table" "stock_arn" {
  name         = "stock"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}

output "table_arn" {
  value = aws_dynamodb_table.stock_arn.arn
}

output "table_arn_or_name" {
  value = aws_dynamodb_table.stock_arn.id
}
