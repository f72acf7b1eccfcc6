resource "aws_dynamodb_table" "orders" {
  name = "orders"
  hash_key = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_iam_role" "r" {
  name = "app-role"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_role_policy" "p" {
  role = aws_iam_role.r.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:PutItem"], Resource = aws_dynamodb_table.orders.arn },
  ] })
}
data "archive_file" "z" {
  type        = "zip"
  source_file = "${path.module}/app.py"
  output_path = "app.zip"
}
resource "aws_lambda_function" "f" {
  function_name = "one"
  handler = "app.handler"
  runtime = "python3.12"
  filename = data.archive_file.z.output_path
  role = aws_iam_role.r.arn
  environment {
    variables = { TABLE = var.ordres }
  }
}
