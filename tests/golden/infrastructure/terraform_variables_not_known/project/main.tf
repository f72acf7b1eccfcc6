variable "environment" {
  type    = map(string)
  default = {}
}
resource "aws_lambda_function" "any" {
  function_name = "any"
  handler       = "app.handler"
  role          = aws_iam_role.any.arn
  runtime       = "python3.13"
  filename      = data.archive_file.code.output_path
  layers        = [aws_lambda_layer_version.tools.arn]
  environment {
    variables = var.environment
  }
}
resource "aws_lambda_function" "told" {
  function_name = "told"
  handler       = "app.handler"
  role          = aws_iam_role.told.arn
  runtime       = "python3.13"
  filename      = data.archive_file.code.output_path
  environment {
    variables = { STAGE = "test" }
  }
}
data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "code.zip"
}
resource "aws_iam_role" "any" {
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
resource "aws_iam_role" "told" {
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "any" {
  role   = aws_iam_role.any.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["sns:Publish", "sqs:SendMessage"], Resource = "*" }] })
}
resource "aws_iam_role_policy" "told" {
  role   = aws_iam_role.told.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["sns:Publish", "sqs:SendMessage"], Resource = "*" }] })
}
resource "aws_lambda_layer_version" "tools" {
  layer_name = "tools"
  filename   = data.archive_file.tools.output_path
}
data "archive_file" "tools" {
  type        = "zip"
  source_dir  = "${path.module}/tools"
  output_path = "tools.zip"
}
