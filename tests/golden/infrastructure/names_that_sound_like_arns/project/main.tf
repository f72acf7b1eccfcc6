terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

resource "aws_secretsmanager_secret" "secret_arn" {
  name = "shop/login"
}

resource "aws_sns_topic" "alerts_arn" {
  name = "alerts"
}

resource "aws_dynamodb_table" "orders_arn" {
  name         = var.table_name
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}

variable "table_name" {}

variable "warning_key" {
  description = "What the warnings are encrypted with."
}

resource "aws_sqs_queue" "warnings_arn" {
  count             = 1
  name              = "warnings"
  kms_master_key_id = var.warning_key
}

data "aws_dynamodb_table" "prices_arn" {
  name = var.prices
}

variable "prices" {}

module "store" {
  source = "./store"
}

resource "aws_iam_role" "shop" {
  name = "shop"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "shop" {
  role = aws_iam_role.shop.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "secretsmanager:GetSecretValue"
        Resource = aws_secretsmanager_secret.secret_arn.arn
      },
      {
        Effect   = "Allow"
        Action   = "sns:Publish"
        Resource = aws_sns_topic.alerts_arn.arn
      },
      {
        Effect   = "Allow"
        Action   = "dynamodb:PutItem"
        Resource = [
          aws_dynamodb_table.orders_arn.arn,
          data.aws_dynamodb_table.prices_arn.arn,
          module.store.table_arn,
        ]
      },
      {
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = aws_sqs_queue.warnings_arn[0].arn
      },
      {
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "*"
      },
    ]
  })
}

data "archive_file" "shop" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/shop.zip"
}

resource "aws_lambda_function" "shop" {
  function_name = "shop"
  role          = aws_iam_role.shop.arn
  handler       = "app.handler"
  runtime       = "python3.13"
  filename      = data.archive_file.shop.output_path
  environment {
    variables = {
      SECRET     = aws_secretsmanager_secret.secret_arn.name
      SECRET_ID  = aws_secretsmanager_secret.secret_arn.id
      SECRET_ARN = aws_secretsmanager_secret.secret_arn.arn
      TOPIC      = aws_sns_topic.alerts_arn.arn
      WARNINGS   = aws_sqs_queue.warnings_arn[0].url
      PRICES     = data.aws_dynamodb_table.prices_arn.name
      STOCK      = module.store.table_arn_or_name
      TABLE      = aws_dynamodb_table.orders_arn.name
    }
  }
}
