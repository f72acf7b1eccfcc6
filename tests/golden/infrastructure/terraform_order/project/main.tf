# A log group is called after its function, which is made after its role. So neither the policy that is part
# of the role nor the one that the function waits for can refer to the log group.

resource "aws_s3_bucket" "pictures" {
  bucket = "pictures"
}

resource "aws_sns_topic" "news" {
  name = "news"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "notify" {
  name               = "notify"
  assume_role_policy = data.aws_iam_policy_document.trust.json

  inline_policy {
    name = "notify"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = "*"
        },
        {
          Effect   = "Allow"
          Action   = "sns:Publish"
          Resource = "*"
        },
      ]
    })
  }
}

resource "aws_lambda_function" "notify" {
  function_name = "notify"
  role          = aws_iam_role.notify.arn
  handler       = "index.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.notify.output_path

  environment {
    variables = { TOPIC = aws_sns_topic.news.arn }
  }
}

data "archive_file" "notify" {
  type        = "zip"
  source_dir  = "${path.module}/notify"
  output_path = "notify.zip"
}

resource "aws_cloudwatch_log_group" "notify" {
  name = "/aws/lambda/${aws_lambda_function.notify.function_name}"
}

resource "aws_iam_role" "resize" {
  name               = "resize"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "aws_iam_policy_document" "resize" {
  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["*"]
  }

  statement {
    actions   = ["s3:GetObject", "lambda:InvokeFunction"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "resize" {
  role   = aws_iam_role.resize.id
  policy = data.aws_iam_policy_document.resize.json
}

resource "aws_lambda_function" "resize" {
  function_name = "resize"
  role          = aws_iam_role.resize.arn
  handler       = "index.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.resize.output_path

  environment {
    variables = { PICTURES = aws_s3_bucket.pictures.id }
  }

  depends_on = [aws_iam_role_policy.resize]
}

data "archive_file" "resize" {
  type        = "zip"
  source_dir  = "${path.module}/resize"
  output_path = "resize.zip"
}

locals {
  resizer = aws_lambda_function.resize.function_name
}

resource "aws_cloudwatch_log_group" "resize" {
  name = "/aws/lambda/${local.resizer}"
}
