variable "kms_key_arn" {
  type    = string
  default = null
}

resource "aws_cloudwatch_log_group" "this" {
  name = "/aws/lambda/boats"
}

resource "aws_dynamodb_table" "boats" {
  name         = "boats"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
  attribute {
    name = "id"
    type = "S"
  }
}

data "archive_file" "zip" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/src.zip"
}

resource "aws_lambda_function" "boats" {
  function_name = "boats"
  filename      = data.archive_file.zip.output_path
  role          = aws_iam_role.boats.arn
  handler       = "boats.handler"
  runtime       = "python3.13"

  environment {
    variables = { CALLS = aws_sqs_queue.calls.url }
  }
}

resource "aws_iam_role" "boats" {
  name               = "boats"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "plain" {
  count = var.kms_key_arn == null ? 1 : 0
  role  = aws_iam_role.boats.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = "${aws_cloudwatch_log_group.this.arn}:*" },
      { Effect = "Allow", Action = ["dynamodb:GetItem"], Resource = aws_dynamodb_table.boats.arn },
    ]
  })
}

resource "aws_iam_role_policy" "encrypted" {
  count = var.kms_key_arn == null ? 0 : 1
  role  = aws_iam_role.boats.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = "${aws_cloudwatch_log_group.this.arn}:*" },
      { Effect = "Allow", Action = ["dynamodb:*"], Resource = aws_dynamodb_table.boats.arn },
    ]
  })
}

# One document or the other: what both say is there twice, and needed in each.
locals {
  plain = {
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sqs:SendMessage", "sqs:PurgeQueue"], Resource = aws_sqs_queue.calls.arn }]
  }
  encrypted = {
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["sqs:SendMessage"], Resource = aws_sqs_queue.calls.arn },
      { Effect = "Allow", Action = ["kms:Decrypt", "kms:GenerateDataKey"], Resource = "*" },
    ]
  }
}

resource "aws_sqs_queue" "calls" {
  name              = "calls"
  kms_master_key_id = var.kms_key_arn
}

resource "aws_iam_role_policy" "calls" {
  role   = aws_iam_role.boats.id
  policy = var.kms_key_arn == null ? jsonencode(local.plain) : jsonencode(local.encrypted)
}
