variable "role_arn" {
  type    = string
  default = ""
}

locals {
  role_arn  = var.role_arn != "" ? var.role_arn : aws_iam_role.this[0].arn
  role_name = regex(".*role/(?P<name>.*)$", local.role_arn)["name"]
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "code.zip"
}

resource "aws_sqs_queue" "failed" {
  name = "failed"
}

resource "aws_lambda_function" "this" {
  function_name = "shipping"
  role          = local.role_arn
  handler       = "app.handler"
  runtime       = "python3.13"
  filename      = data.archive_file.code.output_path

  dead_letter_config {
    target_arn = aws_sqs_queue.failed.arn
  }
}

resource "aws_iam_role" "this" {
  count              = var.role_arn == "" ? 1 : 0
  name_prefix        = "shipping"
  assume_role_policy = data.aws_iam_policy_document.trust.json
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

resource "aws_iam_policy" "logs" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "arn:aws:logs:*:*:log-group:/aws/lambda/shipping:*"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = local.role_name
  policy_arn = aws_iam_policy.logs.arn
}

resource "aws_iam_role_policy" "failed" {
  role = local.role_name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sqs:SendMessage"
      Resource = aws_sqs_queue.failed.arn
    }]
  })
}

resource "aws_iam_policy" "people" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sqs:*"
      Resource = "*"
    }]
  })
}

resource "aws_iam_policy_attachment" "people" {
  name       = "people"
  users      = ["alice"]
  policy_arn = aws_iam_policy.people.arn
}
