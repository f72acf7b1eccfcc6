locals {
  name = terraform.workspace == "default" ? "counter" : "counter-${terraform.workspace}"
}

resource "aws_iam_role" "counter" {
  name               = "counter"
  assume_role_policy = jsonencode({ Statement = [{ Action = "sts:AssumeRole", Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.counter.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["logs:CreateLogGroup","logs:CreateLogStream", "logs:PutLogEvents"], Resource = "arn:aws:logs:*:*:log-group:/aws/lambda/${local.name}:*" }] })
}
data "archive_file" "z" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "out.zip"
}
resource "aws_lambda_function" "counter" {
  function_name = local.name
  filename      = data.archive_file.z.output_path
  handler       = "app.handler"
  runtime       = "python3.12"
  role          = aws_iam_role.counter.arn
}

module "teller" {
  source        = "terraform-aws-modules/lambda/aws"
  version       = "7.2.1"
  function_name = terraform.workspace == "default" ? "teller" : "teller-${terraform.workspace}"
  handler       = "app.handler"
  runtime       = "python3.12"
  source_path   = "${path.module}/src"
}
