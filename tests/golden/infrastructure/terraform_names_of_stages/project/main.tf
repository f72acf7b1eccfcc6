variable "project" {
  type = string
}

variable "stage" {
  type    = string
  default = "test"
}

variable "mode" {
  type = string
}

locals {
  prefix = "${var.project}-${var.stage}"
}

module "store" {
  source = "./modules/store"
  name   = "${local.prefix}-readings"
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "/tmp/meter.zip"
}

resource "aws_iam_role" "meter" {
  name = "${local.prefix}-meter"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "meter" {
  role = aws_iam_role.meter.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:aws:logs:*:*:*"
      },
      {
        Effect   = "Allow"
        Action   = ["dynamodb:PutItem", "dynamodb:DeleteItem"]
        Resource = "arn:aws:dynamodb:*:*:table/*"
      },
      {
        Effect   = "Allow"
        Action   = "sns:Publish"
        Resource = "arn:aws:sns:*:*:meters-dev-alarms"
      },
    ]
  })
}

resource "aws_lambda_function" "meter" {
  function_name = "${local.prefix}-meter"
  role          = aws_iam_role.meter.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path

  environment {
    variables = {
      MODE   = var.mode
      TABLE  = "${local.prefix}-readings"
      OTHER  = "${var.project}-${var.stage}-tariffs"
      ALARMS = "arn:aws:sns:eu-west-1:123456789012:${var.project}-${var.stage}-alarms"
    }
  }
}
