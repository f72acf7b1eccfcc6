module "fn" {
  source = "./mod"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["s3:PutObject"], Resource = "*" },
    ]
  })
}
resource "aws_cloudwatch_log_group" "fn" {
  name = "/aws/lambda/${module.fn.function_name}"
}
resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
  tags         = { fn = module.fn.function_name }
  attribute {
    name = "id"
    type = "S"
  }
}
