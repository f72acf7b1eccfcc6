variable "stage" { type = string }
locals { buckets = { dev = "acme-dev", prod = "acme-prod" } }
data "archive_file" "a" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/a.zip"
}
resource "aws_lambda_function" "a" {
  function_name    = "a-${var.stage}"
  role             = aws_iam_role.fn.arn
  runtime          = "python3.12"
  handler          = "app.handler"
  filename         = data.archive_file.a.output_path
  environment {
    variables = { BUCKET = local.buckets[var.stage] }
  }
}
resource "aws_iam_role" "fn" {
  name               = "a"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "a" {
  name   = "own"
  role   = aws_iam_role.fn.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = ["s3:PutObject", "s3:GetObject"], Resource = "*" },
    { Effect = "Allow", Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], Resource = "arn:aws:logs:*:*:log-group:/aws/lambda/a-${var.stage}:*" },
  ] })
}
