variable "shelf" { type = string }

locals {
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/code.zip"
}

resource "aws_s3_bucket" "shelf" {
  bucket = var.shelf
}

# Its own bucket alone calls it.
resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
  })
}

resource "aws_lambda_function" "reader" {
  function_name = "reader"
  role          = aws_iam_role.reader.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}

resource "aws_lambda_permission" "reader" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.reader.function_name
  principal     = "s3.amazonaws.com"
  source_arn    = aws_s3_bucket.shelf.arn
}

resource "aws_s3_bucket_notification" "shelf" {
  bucket = aws_s3_bucket.shelf.id
  lambda_function {
    lambda_function_arn = aws_lambda_function.reader.arn
    events              = ["s3:ObjectCreated:*"]
  }
  lambda_function {
    lambda_function_arn = aws_lambda_function.called.arn
    events              = ["s3:ObjectRemoved:*"]
  }
}

output "reader" {
  value = aws_lambda_function.reader.arn
}

# Buckets of anybody may call it.
resource "aws_iam_role" "called" {
  name               = "called"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "called" {
  role = aws_iam_role.called.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
  })
}

resource "aws_lambda_function" "called" {
  function_name = "called"
  role          = aws_iam_role.called.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}

resource "aws_lambda_permission" "called" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.called.function_name
  principal     = "s3.amazonaws.com"
}
