variable "name" {}

variable "is_made" {
  default = true
}

data "archive_file" "worker" {
  type        = "zip"
  source_file = "${path.module}/app.py"
  output_path = "${path.module}/app.zip"
}

resource "aws_lambda_function" "worker" {
  count         = var.is_made ? 1 : 0
  function_name = var.name
  filename      = data.archive_file.worker.output_path
  handler       = "app.handler"
  runtime       = "python3.12"
  role          = aws_iam_role.worker[0].arn
}

resource "aws_iam_role" "worker" {
  count = var.is_made ? 1 : 0
  name  = "${var.name}-role"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

output "role" {
  value = element(concat(aws_iam_role.worker.*.name, [""]), 0)
}
