locals {
  sts = [
    { actions = ["s3:GetObject", "s3:PutObject"], resources = ["${aws_s3_bucket.b.arn}/*"] },
    { actions = ["s3:DeleteObject"], resources = ["${aws_s3_bucket.b.arn}/*"] },
  ]
}
resource "aws_iam_role" "f" {
  name               = "f"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = aws_iam_role.f.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.f.output_path
  environment {
    variables = {
      X = "1"
    }
  }
}
data "archive_file" "f" {
  type        = "zip"
  source_dir  = "${path.module}/a"
  output_path = "f.zip"
}
resource "aws_s3_bucket" "b" {
  bucket = "bkt-x"
}
resource "aws_iam_role_policy" "f" {
  role   = aws_iam_role.f.id
  policy = data.aws_iam_policy_document.f.json
}
data "aws_iam_policy_document" "f" {
  dynamic "statement" {
    for_each = local.sts
    content {
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
}
