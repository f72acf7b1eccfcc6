data "aws_caller_identity" "current" {}

resource "aws_cloudwatch_log_group" "notify" {
  name = "/aws/lambda/notify"
}

resource "aws_iam_role" "notify" {
  name               = "notify"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_iam_role_policy" "notify" {
  role = aws_iam_role.notify.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups"]
        Resource = replace("${aws_cloudwatch_log_group.notify.arn}:*", ":*:*", ":*")
      }
    ]
  })
}

resource "aws_lambda_function" "notify" {
  function_name = "notify"
  role          = aws_iam_role.notify.arn
  handler       = "notify.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.notify.output_path
  kms_key_arn   = ""
}

data "archive_file" "notify" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "notify.zip"
}
