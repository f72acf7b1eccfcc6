terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

variable "stage" {
  type    = string
  default = "dev"
}

locals {
  prefix = "reports-${var.stage}"
}

data "aws_caller_identity" "current" {}
data "aws_region" "current" {}
data "aws_partition" "current" {}

# --- data ---

resource "aws_s3_bucket" "inbox" {
  bucket_prefix = local.prefix
}

resource "aws_dynamodb_table" "reports" {
  name         = local.prefix
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_sns_topic" "published" {
  name = "${local.prefix}-published"
}

# --- ingest: a file in the bucket becomes a row in the table ---

data "archive_file" "ingest" {
  type        = "zip"
  source_dir  = "${path.module}/../ingest"
  output_path = "${path.module}/ingest.zip"
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "ingest" {
  name               = "${local.prefix}-ingest"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "ingest_logs" {
  role       = aws_iam_role.ingest.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

data "aws_iam_policy_document" "ingest" {
  # TODO: narrow this down
  statement {
    sid       = "Files"
    actions   = ["s3:*"]
    resources = ["*"]
  }

  statement {
    sid       = "Rows"
    actions   = ["dynamodb:PutItem"]
    resources = [aws_dynamodb_table.reports.arn]
  }
}

resource "aws_iam_role_policy" "ingest" {
  role   = aws_iam_role.ingest.id
  policy = data.aws_iam_policy_document.ingest.json
}

resource "aws_lambda_function" "ingest" {
  function_name    = "${local.prefix}-ingest"
  role             = aws_iam_role.ingest.arn
  filename         = data.archive_file.ingest.output_path
  source_code_hash = data.archive_file.ingest.output_base64sha256
  runtime          = "python3.12"
  handler          = "app.handler"

  environment {
    variables = {
      TABLE = aws_dynamodb_table.reports.name
    }
  }
}

resource "aws_lambda_permission" "inbox" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.ingest.function_name
  principal     = "s3.amazonaws.com"
  source_arn    = aws_s3_bucket.inbox.arn
}

# --- publish: reads a row and tells the topic ---

resource "aws_iam_role" "publish" {
  name               = "${local.prefix}-publish"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "publish_logs" {
  role       = aws_iam_role.publish.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy" "publish" {
  role = aws_iam_role.publish.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Rows"
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem"]
        Resource = aws_dynamodb_table.reports.arn
      },
    ]
  })
}

data "archive_file" "publish" {
  type        = "zip"
  source_dir  = "${path.module}/../publish/dist"
  output_path = "${path.module}/publish.zip"
}

resource "aws_lambda_function" "publish" {
  function_name    = "${local.prefix}-publish"
  role             = aws_iam_role.publish.arn
  filename         = data.archive_file.publish.output_path
  source_code_hash = data.archive_file.publish.output_base64sha256
  runtime          = "nodejs20.x"
  handler          = "handler.publish"

  environment {
    variables = {
      TABLE = aws_dynamodb_table.reports.name
      TOPIC = aws_sns_topic.published.arn
    }
  }
}
