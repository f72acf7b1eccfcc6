data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

locals {
  account = data.aws_caller_identity.current.account_id
  region  = data.aws_region.current.name
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "/tmp/bell.zip"
}

data "aws_iam_policy_document" "bell" {
  statement {
    actions   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:aws:logs:${local.region}:${local.account}:*"]
  }

  statement {
    actions   = ["sqs:SendMessage", "sqs:ReceiveMessage"]
    resources = ["arn:aws:sqs:${local.region}:${local.account}:bells"]
  }
}

resource "aws_iam_role" "bell" {
  name = "bell"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "bell" {
  role   = aws_iam_role.bell.id
  policy = data.aws_iam_policy_document.bell.json
}

resource "aws_lambda_function" "bell" {
  function_name = "bell"
  role          = aws_iam_role.bell.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path

  environment {
    variables = {
      QUEUE = "https://sqs.${local.region}.amazonaws.com/${local.account}/bells"
    }
  }
}
