data "aws_caller_identity" "me" {}

data "aws_region" "here" {}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "app" {
  name               = "app"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

data "aws_iam_policy_document" "app" {
  statement {
    actions   = ["s3:DeleteObject"]
    resources = ["arn:aws:s3:::uploads-*/*"]
  }
  statement {
    actions   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:aws:logs:*:*:log-group:*"]
  }
}

resource "aws_iam_role_policy" "app" {
  role   = aws_iam_role.app.id
  policy = data.aws_iam_policy_document.app.json
}


resource "aws_lambda_function" "app" {
  function_name = "app"
  filename      = data.archive_file.app.output_path
  handler       = "app.handler"
  runtime       = "python3.12"
  role          = aws_iam_role.app.arn
  environment {
    variables = { A = "b" }
  }
}

variable "stage" {}

data "archive_file" "app" {
  type        = "zip"
  output_path = "app.zip"
  source {
    content  = templatefile("${path.module}/code/app.py", { bucket = "uploads-${var.stage}" })
    filename = "app.py"
  }
}

data "archive_file" "cleanup" {
  type        = "zip"
  output_path = "cleanup.zip"
  source {
    content  = templatefile("${path.module}/plain/cleanup.py", { unused = "x" })
    filename = "lambda_function.py"
  }
}

resource "aws_iam_role" "cleanup" {
  name               = "cleanup"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_lambda_function" "cleanup" {
  function_name = "cleanup"
  filename      = data.archive_file.cleanup.output_path
  handler       = "lambda_function.handler"
  runtime       = "python3.12"
  role          = aws_iam_role.cleanup.arn
}
