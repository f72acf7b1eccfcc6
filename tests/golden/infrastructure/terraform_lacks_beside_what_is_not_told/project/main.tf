variable "effect" { type = string }
variable "wide" { type = bool }
variable "statements" { type = any }

locals {
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_s3_bucket" "shelf" {
  bucket = "shelf-of-books"
}

resource "aws_sqs_queue" "inbox" {
  name = "inbox-of-books"
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/code.zip"
}

# A statement that allows or denies: what it may allow is not called missing, all else is.
data "aws_iam_policy_document" "effect" {
  statement {
    effect    = var.effect
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
  }
  statement {
    effect    = "Deny"
    actions   = ["s3:DeleteBucket"]
    resources = ["*"]
  }
}

resource "aws_iam_role" "effect" {
  name               = "effect"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "effect" {
  role   = aws_iam_role.effect.id
  policy = data.aws_iam_policy_document.effect.json
}

resource "aws_lambda_function" "effect" {
  function_name = "effect"
  role          = aws_iam_role.effect.arn
  handler       = "both.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
  environment {
    variables = { SHELF = aws_s3_bucket.shelf.id, INBOX = aws_sqs_queue.inbox.url }
  }
}

# Both documents are known: neither of them grants what is missing.
resource "aws_iam_role" "either" {
  name               = "either"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "either" {
  role = aws_iam_role.either.id
  policy = var.wide ? jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sqs:SendMessage", "sqs:GetQueueUrl"], Resource = aws_sqs_queue.inbox.arn }]
  }) : jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sqs:SendMessage", Resource = aws_sqs_queue.inbox.arn }]
  })
}

resource "aws_lambda_function" "either" {
  function_name = "either"
  role          = aws_iam_role.either.arn
  handler       = "both.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
  environment {
    variables = { SHELF = aws_s3_bucket.shelf.id, INBOX = aws_sqs_queue.inbox.url }
  }
}

# Which statements there are is not known: they may grant anything.
resource "aws_iam_role" "any" {
  name               = "any"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "any" {
  role   = aws_iam_role.any.id
  policy = jsonencode({ Version = "2012-10-17", Statement = var.statements })
}

resource "aws_lambda_function" "any" {
  function_name = "any"
  role          = aws_iam_role.any.arn
  handler       = "both.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
  environment {
    variables = { SHELF = aws_s3_bucket.shelf.id, INBOX = aws_sqs_queue.inbox.url }
  }
}
