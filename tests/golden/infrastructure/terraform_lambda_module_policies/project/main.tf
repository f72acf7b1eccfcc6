resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
}

module "add" {
  source = "terraform-aws-modules/lambda/aws"

  function_name = "add"
  handler       = "index.add"
  runtime       = "python3.12"
  source_path   = "${path.module}/src"

  attach_policies    = true
  number_of_policies = 2
  policies = [
    "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess",
    "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
  ]

  environment_variables = { ORDERS = aws_dynamodb_table.orders.name }
}

module "add_alone" {
  source = "terraform-aws-modules/lambda/aws"

  function_name = "add-alone"
  handler       = "index.add"
  runtime       = "python3.12"
  source_path   = "${path.module}/src"

  attach_policy = true
  policy        = "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"

  environment_variables = { ORDERS = aws_dynamodb_table.orders.name }
}

module "ping" {
  source = "terraform-aws-modules/lambda/aws"

  function_name = "ping"
  handler       = "index.ping"
  runtime       = "python3.12"
  source_path   = "${path.module}/src"

  attach_policies    = true
  number_of_policies = 1
  policies           = ["arn:aws:iam::aws:policy/AmazonS3FullAccess"]

  environment_variables = { ORDERS = aws_dynamodb_table.orders.name }
}

# How many there are is computed: nothing is taken from the list.
module "counted" {
  source = "terraform-aws-modules/lambda/aws"

  function_name = "counted"
  handler       = "index.ping"
  runtime       = "python3.12"
  source_path   = "${path.module}/src"

  attach_policies    = true
  number_of_policies = 1 + 1
  policies = [
    "arn:aws:iam::aws:policy/AmazonS3FullAccess",
    "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
  ]

  environment_variables = { ORDERS = aws_dynamodb_table.orders.name }
}
