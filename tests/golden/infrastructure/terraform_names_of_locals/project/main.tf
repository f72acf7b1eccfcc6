data "archive_file" "reader" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "reader.zip"
}

resource "aws_lambda_function" "reader" {
  function_name = "${local.prefix}-reader"
  role          = aws_iam_role.reader.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.reader.output_path

  environment {
    variables = {
      SHELF = local.shelf
    }
  }
}

resource "aws_sqs_queue" "inbox" {
  name = local.inbox
}

resource "aws_sqs_queue" "twice" {
  name = local.twice
}

resource "aws_sqs_queue" "again" {
  name = local.again
}

resource "aws_iam_role" "reader" {
  name = "${local.prefix}-role"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["dynamodb:*", "s3:*", "sns:*"]
        Resource = "*"
      },
    ]
  })
}
