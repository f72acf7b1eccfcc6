# A resource's own policy that names the role is enough; one that is there for some deployments is not.
variable "public" {
  type    = bool
  default = false
}

resource "aws_iam_role" "clerk" {
  name               = "clerk"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.clerk.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

data "archive_file" "desk" {
  type        = "zip"
  source_file = "${path.module}/desk.py"
  output_path = "desk.zip"
}

resource "aws_lambda_function" "desk" {
  function_name = "desk"
  role          = aws_iam_role.clerk.arn
  runtime       = "python3.12"
  handler       = "desk.handler"
  filename      = data.archive_file.desk.output_path

  environment {
    variables = {
      CALLS = aws_sqs_queue.calls.url
      NEWS  = aws_sns_topic.news.arn
      KEY   = aws_kms_key.seal.key_id
    }
  }
}

resource "aws_sqs_queue" "calls" {
  name = "calls"
}

resource "aws_sqs_queue_policy" "calls" {
  queue_url = aws_sqs_queue.calls.id
  policy    = data.aws_iam_policy_document.calls.json
}

data "aws_iam_policy_document" "calls" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.calls.arn]

    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.clerk.arn]
    }
  }
}

resource "aws_sns_topic" "news" {
  name = "news"
}

resource "aws_sns_topic_policy" "news" {
  count = var.public ? 1 : 0
  arn   = aws_sns_topic.news.arn

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sns:Publish", Resource = "*", Principal = "*" }]
  })
}

resource "aws_kms_key" "seal" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "kms:*", Resource = "*", Principal = { AWS = "arn:aws:iam::123456789012:root" } },
      { Effect = "Allow", Action = "kms:Encrypt", Resource = "*", Principal = { AWS = aws_iam_role.clerk.arn } },
    ]
  })
}
