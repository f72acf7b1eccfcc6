data "aws_caller_identity" "current" {}
data "aws_region" "current" {}

resource "aws_kms_key" "news" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = ["kms:Decrypt", "kms:GenerateDataKey*"]
      Resource  = "*"
      Condition = {
        StringEquals = {
          "kms:ViaService"    = "sns.${data.aws_region.current.name}.amazonaws.com"
          "kms:CallerAccount" = data.aws_caller_identity.current.account_id
        }
      }
    }]
  })
}

resource "aws_sns_topic" "news" {
  name              = "news"
  kms_master_key_id = aws_kms_key.news.arn
}

resource "aws_iam_role" "send" {
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "send" {
  role = aws_iam_role.send.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sns:Publish", Resource = aws_sns_topic.news.arn },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:aws:logs:*:*:log-group:/aws/lambda/send:*"
      },
    ]
  })
}

data "archive_file" "send" {
  type        = "zip"
  source_dir  = ".."
  output_path = "send.zip"
}

resource "aws_lambda_function" "send" {
  function_name = "send"
  role          = aws_iam_role.send.arn
  runtime       = "python3.13"
  handler       = "app.send"
  filename      = data.archive_file.send.output_path
  environment {
    variables = { NEWS = aws_sns_topic.news.arn }
  }
}
