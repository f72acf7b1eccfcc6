variable "jobs_role_arn" {
  type = string
}

locals {
  jobs_role_arn   = var.jobs_role_arn
}

resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "orders" {
  name               = "orders"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "orders" {
  statement {
    actions   = ["dynamodb:PutItem", "dynamodb:DeleteItem"]
    resources = [aws_dynamodb_table.orders.arn]
  }
}

resource "aws_iam_role_policy" "orders" {
  role   = aws_iam_role.orders.id
  policy = data.aws_iam_policy_document.orders.json
}

# Of a role elsewhere, which has what is written for the one here as well.
resource "aws_iam_role_policy" "jobs_orders" {
  role   = element(split("/", local.jobs_role_arn), 1)
  policy = data.aws_iam_policy_document.orders.json
}

resource "aws_iam_role_policy" "jobs" {
  role = element(split("/", local.jobs_role_arn), 1)

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sqs:SendMessage"
      Resource = "*"
    }]
  })
}

data "archive_file" "orders" {
  type        = "zip"
  source_dir  = "${path.module}/orders"
  output_path = "orders.zip"
}

resource "aws_lambda_function" "orders" {
  function_name = "orders"
  role          = aws_iam_role.orders.arn
  handler       = "app.handler"
  runtime       = "python3.13"
  filename      = data.archive_file.orders.output_path

  environment {
    variables = { TABLE = aws_dynamodb_table.orders.name }
  }
}