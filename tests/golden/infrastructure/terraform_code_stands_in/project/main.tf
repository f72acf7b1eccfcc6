locals {
  assume = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_s3_bucket" "reports" {
  bucket = "reports-of-the-month"
}

# A hash that is the same whatever is in the package: the code comes from elsewhere.
resource "aws_iam_role" "fixed" {
  name               = "fixed"
  assume_role_policy = local.assume
}

resource "aws_iam_role_policy" "fixed" {
  role = aws_iam_role.fixed.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:PutObject", Resource = "${aws_s3_bucket.reports.arn}/*" }]
  })
}

data "archive_file" "fixed" {
  type        = "zip"
  output_path = "${path.module}/fixed.zip"

  source {
    filename = "app.py"
    content  = <<-EOT
      def handler(event, context):
          return {"statusCode": 503}
    EOT
  }
}

resource "aws_lambda_function" "fixed" {
  function_name    = "fixed"
  role             = aws_iam_role.fixed.arn
  handler          = "app.handler"
  runtime          = "python3.12"
  filename         = data.archive_file.fixed.output_path
  source_code_hash = base64sha256("set by the deployment of the code")
}

# What is here asks AWS for nothing, and changes of it are ignored.
resource "aws_iam_role" "ignored" {
  name               = "ignored"
  assume_role_policy = local.assume
}

resource "aws_iam_role_policy" "ignored" {
  role = aws_iam_role.ignored.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:PutObject", Resource = "${aws_s3_bucket.reports.arn}/*" }]
  })
}

data "archive_file" "ignored" {
  type        = "zip"
  source_dir  = "${path.module}/stub"
  output_path = "${path.module}/ignored.zip"
}

resource "aws_lambda_function" "ignored" {
  function_name = "ignored"
  role          = aws_iam_role.ignored.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.ignored.output_path

  lifecycle {
    ignore_changes = [filename, source_code_hash]
  }
}

# The code that something else deploys is the one of this directory: it does ask.
resource "aws_iam_role" "real" {
  name               = "real"
  assume_role_policy = local.assume
}

resource "aws_iam_role_policy" "real" {
  role = aws_iam_role.real.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:PutObject", "s3:DeleteObject"], Resource = "${aws_s3_bucket.reports.arn}/*" }]
  })
}

data "archive_file" "real" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/real.zip"
}

resource "aws_lambda_function" "real" {
  function_name = "real"
  role          = aws_iam_role.real.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.real.output_path

  environment {
    variables = { BUCKET = aws_s3_bucket.reports.bucket }
  }

  lifecycle {
    ignore_changes = [filename, source_code_hash]
  }
}
