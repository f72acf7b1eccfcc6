variable "name" {}
variable "src" {}
variable "table_name" {}
variable "table_arn" {}
resource "aws_iam_role" "f" {
  name               = var.name
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
data "archive_file" "f" {
  type        = "zip"
  source_dir  = var.src
  output_path = "${var.name}.zip"
}
resource "aws_lambda_function" "f" {
  function_name = var.name
  role          = aws_iam_role.f.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.f.output_path
  environment {
    variables = { TABLE = var.table_name }
  }
}
resource "aws_iam_role_policy" "f" {
  role = aws_iam_role.f.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["dynamodb:*"]
        Resource = "*"
      },
    ]
  })
}
