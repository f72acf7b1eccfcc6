data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
data "archive_file" "a" {
  type        = "zip"
  source_dir  = "${path.module}/a"
  output_path = "${path.module}/a.zip"
}

resource "aws_lambda_function" "a" {
  function_name    = "a"
  role             = aws_iam_role.a.arn
  runtime          = "python3.12"
  handler          = "app.handler"
  filename         = data.archive_file.a.output_path
  source_code_hash = data.archive_file.a.output_base64sha256
  environment {
    variables = { BUCKET = var.prod ? "acme-live" : "acme-test" }
  }
}
resource "aws_iam_role" "a" {
  name               = "a"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "a_logs" {
  role       = aws_iam_role.a.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
data "archive_file" "b" {
  type        = "zip"
  source_dir  = "${path.module}/b"
  output_path = "${path.module}/b.zip"
}

resource "aws_lambda_function" "b" {
  function_name    = "b"
  role             = aws_iam_role.b.arn
  runtime          = "python3.12"
  handler          = "app.handler"
  filename         = data.archive_file.b.output_path
  source_code_hash = data.archive_file.b.output_base64sha256
  environment {
    variables = { BUCKET = local.buckets[var.stage] }
  }
}
resource "aws_iam_role" "b" {
  name               = "b"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "b_logs" {
  role       = aws_iam_role.b.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
data "archive_file" "c" {
  type        = "zip"
  source_dir  = "${path.module}/c"
  output_path = "${path.module}/c.zip"
}

resource "aws_lambda_function" "c" {
  function_name    = "c"
  role             = aws_iam_role.c.arn
  runtime          = "python3.12"
  handler          = "app.handler"
  filename         = data.archive_file.c.output_path
  source_code_hash = data.archive_file.c.output_base64sha256
  environment {
    variables = { BUCKET = "acme-${var.stage}" }
  }
}
resource "aws_iam_role" "c" {
  name               = "c"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "c_logs" {
  role       = aws_iam_role.c.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
variable "prod" {
  type    = bool
  default = false
}
variable "stage" { type = string }
locals {
  buckets = { dev = "acme-dev", prod = "acme-prod" }
}
# Given one of them whatever is chosen.
data "archive_file" "d" {
  type        = "zip"
  source_dir  = "${path.module}/d"
  output_path = "${path.module}/d.zip"
}

resource "aws_lambda_function" "d" {
  function_name    = "d"
  role             = aws_iam_role.d.arn
  runtime          = "python3.12"
  handler          = "app.handler"
  filename         = data.archive_file.d.output_path
  source_code_hash = data.archive_file.d.output_base64sha256
  environment {
    variables = {
      BUCKET = var.prod ? "acme-blue" : "acme-green"
      OTHER  = "acme-blue"
    }
  }
}
resource "aws_iam_role" "d" {
  name               = "d"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "d_logs" {
  role       = aws_iam_role.d.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
