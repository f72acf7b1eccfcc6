data "archive_file" "fn" {
  type        = "zip"
  source_dir  = "${path.module}/fn"
  output_path = "fn.zip"
}
data "archive_file" "ext" {
  type        = "zip"
  source_dir  = "${path.module}/build/extension"
  output_path = "ext.zip"
}
resource "aws_lambda_layer_version" "ext" {
  filename   = data.archive_file.ext.output_path
  layer_name = "cache-extension"
}
resource "aws_lambda_layer_version" "deps" {
  filename   = "build/deps.zip"
  layer_name = "dependencies"
}
resource "aws_iam_role" "a" {
  name               = "a"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
  inline_policy {
    name   = "p"
    policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["dynamodb:GetItem"], Resource = "*" }] })
  }
}
resource "aws_lambda_function" "f" {
  function_name    = "f"
  filename         = data.archive_file.fn.output_path
  handler          = "app.handler"
  runtime          = "python3.13"
  role             = aws_iam_role.a.arn
  layers           = [aws_lambda_layer_version.ext.arn, aws_lambda_layer_version.deps.arn]
}
