variable "region" {
  default = "us-east-1"
}
variable "client" {
  type = string
}
data "aws_caller_identity" "current" {}
locals {
  name    = "watch_${var.client}"
  account = data.aws_caller_identity.current.account_id
}

resource "aws_dynamodb_table" "history" {
  name         = "${local.name}_history"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_iam_role" "watch" {
  name = "${local.name}_role"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.watch.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy" "watch" {
  role = aws_iam_role.watch.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["dynamodb:PutItem", "dynamodb:Query", "dynamodb:Scan"]
        Resource = "arn:aws:dynamodb:${var.region}:${local.account}:table/${local.name}_history"
      },
      {
        Effect = "Allow"
        Action = "ssm:GetParameter"
        Resource = [
          "arn:aws:ssm:${var.region}:${local.account}:parameter/${local.name}/password",
          "arn:aws:ssm:${var.region}:${local.account}:parameter/watch/password",
        ]
      },
      {
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = "arn:aws:sqs:${var.region}:${local.account}:${local.name}_alarms"
      },
    ]
  })
}

data "archive_file" "watch" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "watch.zip"
}

resource "aws_lambda_function" "watch" {
  function_name = local.name
  filename      = data.archive_file.watch.output_path
  handler       = "app.handler"
  runtime       = "python3.12"
  role          = aws_iam_role.watch.arn
}
