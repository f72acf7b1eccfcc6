resource "aws_dynamodb_table" "orders" {
  name = "orders-prod"
}

resource "aws_dynamodb_table" "items" {
  name = "items-prod"
}

module "iam" {
  source     = "../../modules/iam"
  orders_arn = aws_dynamodb_table.orders.arn
  items_arn  = aws_dynamodb_table.items.arn
}

module "functions" {
  source   = "../../modules/functions"
  role_arn = module.iam.read_arn
  orders   = aws_dynamodb_table.orders.name
  items    = aws_dynamodb_table.items.name
}
