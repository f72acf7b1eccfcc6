variable "queue" {}
variable "queue_name" {}

resource "aws_iam_role" "put" {
  name               = "put"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "put" {
  role   = aws_iam_role.put.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "sqs:SendMessage"
      Resource = "arn:aws:sqs:eu-west-1:123456789012:${var.queue_name}"
    }]
  })
}

resource "aws_lambda_function" "put" {
  function_name = "put"
  role          = aws_iam_role.put.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.put.output_path
  environment {
    variables = { QUEUE = var.queue }
  }
}

data "archive_file" "put" {
  type        = "zip"
  source_file = "${path.module}/app.py"
  output_path = "put.zip"
}
