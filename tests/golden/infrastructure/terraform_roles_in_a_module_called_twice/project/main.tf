resource "aws_dynamodb_table" "orders" {
  name = "orders"
}

resource "aws_dynamodb_table" "items" {
  name = "items"
}

module "iam" {
  source     = "./modules/iam"
  orders_arn = aws_dynamodb_table.orders.arn
  items_arn  = aws_dynamodb_table.items.arn
}

module "functions" {
  source   = "./modules/functions"
  name     = "read"
  role_arn = module.iam.read_arn
  orders   = aws_dynamodb_table.orders.name
  items    = aws_dynamodb_table.items.name
}

module "other_iam" {
  source     = "./modules/iam"
  orders_arn = aws_dynamodb_table.items.arn
  items_arn  = aws_dynamodb_table.orders.arn
}

module "other_functions" {
  source   = "./modules/functions"
  name     = "other"
  role_arn = module.other_iam.read_arn
  orders   = aws_dynamodb_table.orders.name
  items    = aws_dynamodb_table.items.name
}
