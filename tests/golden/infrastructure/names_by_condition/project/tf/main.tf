variable "label" {
  type    = string
  default = null
}

locals {
  name = var.label != null ? "crates" : "boxes"
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/code.zip"
}

resource "aws_dynamodb_table" "boxes" {
  name         = local.name
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
}

resource "aws_cloudwatch_log_group" "journal" {
  name = "/aws/lambda/${local.name}"
}

resource "aws_lambda_function" "pack" {
  function_name = local.name
  role          = aws_iam_role.pack.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
  environment {
    variables = { BOXES = local.name }
  }
}

resource "aws_iam_role" "pack" {
  name = "pack"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "pack" {
  role = aws_iam_role.pack.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.journal.arn}:*"
      },
      {
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem", "dynamodb:DeleteItem"]
        Resource = aws_dynamodb_table.boxes.arn
      },
    ]
  })
}
