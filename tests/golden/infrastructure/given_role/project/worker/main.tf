variable "name" {
  type = string
}

variable "handler" {
  type = string
}

variable "source_dir" {
  type = string
}

variable "role_arn" {
  type    = string
  default = null
}

variable "variables" {
  type = map(string)
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = var.source_dir
  output_path = "${path.module}/code.zip"
}

resource "aws_lambda_function" "worker" {
  function_name = var.name
  filename      = data.archive_file.code.output_path
  handler       = var.handler
  runtime       = "python3.12"
  role          = var.role_arn == null ? aws_iam_role.own.arn : var.role_arn

  environment {
    variables = var.variables
  }
}

resource "aws_iam_role" "own" {
  name = "${var.name}-own"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "own" {
  role       = aws_iam_role.own.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
