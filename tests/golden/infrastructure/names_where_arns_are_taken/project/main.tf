resource "aws_sns_topic" "alarms" {}

resource "aws_iam_role" "watch" {
  name               = "watch"
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

data "archive_file" "watch" {
  type        = "zip"
  source_file = "${path.module}/watch.py"
  output_path = "watch.zip"
}

resource "aws_lambda_function" "watch" {
  function_name = "watch"
  role          = aws_iam_role.watch.arn
  handler       = "watch.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.watch.output_path
  environment {
    variables = { TOPIC = aws_sns_topic.alarms.name }
  }
}
