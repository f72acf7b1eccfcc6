variable "table" {
  type = string
}

resource "aws_dynamodb_table" "orders" {
  name         = var.table
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"

  attribute {
    name = "id"
    type = "S"
  }
}

data "aws_iam_role" "worker" {
  name = "worker"
}

resource "aws_iam_role_policy" "orders" {
  role = data.aws_iam_role.worker.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["dynamodb:Scan", "dynamodb:DeleteItem"]
      Resource = aws_dynamodb_table.orders.arn
    }]
  })
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/fn"
  output_path = "code.zip"
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = data.aws_iam_role.worker.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = data.archive_file.code.output_path
}
