# Lambda makes no function whose role may not send to its dead letter queue, make its network interfaces or poll
# its source. So policies of such roles can't wait for log groups that are called after their functions.

resource "aws_sqs_queue" "failed" {
  name = "failed"
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

# A policy that is attached, its document elsewhere.

resource "aws_iam_role" "attached" {
  name               = "attached"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_lambda_function" "attached" {
  function_name = "attached"
  role          = aws_iam_role.attached.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = "src"

  dead_letter_config {
    target_arn = aws_sqs_queue.failed.arn
  }
}

resource "aws_cloudwatch_log_group" "attached" {
  name = "/aws/lambda/${aws_lambda_function.attached.function_name}"
}

data "aws_iam_policy_document" "attached" {
  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:aws:logs:*:*:*"]
  }

  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.failed.arn]
  }
}

resource "aws_iam_policy" "attached" {
  policy = data.aws_iam_policy_document.attached.json
}

resource "aws_iam_role_policy_attachment" "attached" {
  role       = aws_iam_role.attached.name
  policy_arn = aws_iam_policy.attached.arn
}

# In a network.

resource "aws_iam_role" "inside" {
  name               = "inside"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_lambda_function" "inside" {
  function_name = "inside"
  role          = aws_iam_role.inside.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = "src"

  vpc_config {
    subnet_ids         = ["subnet-1"]
    security_group_ids = ["sg-1"]
  }
}

resource "aws_cloudwatch_log_group" "inside" {
  name = "/aws/lambda/${aws_lambda_function.inside.function_name}"
}

resource "aws_iam_role_policy" "inside" {
  role = aws_iam_role.inside.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = "arn:aws:logs:*:*:*" },
      {
        Effect = "Allow"
        Action = [
          "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
          "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses",
        ]
        Resource = "*"
      },
    ]
  })
}

# A mapping is made only if the function may poll.

resource "aws_iam_role" "polling" {
  name               = "polling"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_lambda_function" "polling" {
  function_name = "polling"
  role          = aws_iam_role.polling.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = "src"
}

resource "aws_cloudwatch_log_group" "polling" {
  name = "/aws/lambda/${aws_lambda_function.polling.function_name}"
}

resource "aws_lambda_event_source_mapping" "polling" {
  event_source_arn = aws_sqs_queue.failed.arn
  function_name    = aws_lambda_function.polling.arn
}

resource "aws_iam_role_policy" "polling" {
  role = aws_iam_role.polling.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = "arn:aws:logs:*:*:*" },
      {
        Effect   = "Allow"
        Action   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
        Resource = aws_sqs_queue.failed.arn
      },
    ]
  })
}

# A role without any policy: the new one has to be there as well.

resource "aws_iam_role" "bare" {
  name               = "bare"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_lambda_function" "bare" {
  function_name = "bare"
  role          = aws_iam_role.bare.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = "src"

  dead_letter_config {
    target_arn = aws_sqs_queue.failed.arn
  }
}

resource "aws_cloudwatch_log_group" "bare" {
  name = "/aws/lambda/${aws_lambda_function.bare.function_name}"
}

# Nothing is tried when this one is made: its policy may wait.

resource "aws_sns_topic" "news" {
  name = "news"
}

resource "aws_iam_role" "later" {
  name               = "later"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_lambda_function" "later" {
  function_name = "later"
  role          = aws_iam_role.later.arn
  handler       = "app.publish"
  runtime       = "python3.12"
  filename      = "src"

  environment {
    variables = { TOPIC = aws_sns_topic.news.arn }
  }
}

resource "aws_cloudwatch_log_group" "later" {
  name = "/aws/lambda/${aws_lambda_function.later.function_name}"
}

resource "aws_iam_role_policy" "later" {
  role = aws_iam_role.later.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = "arn:aws:logs:*:*:*" },
      { Effect = "Allow", Action = "sns:Publish", Resource = aws_sns_topic.news.arn },
    ]
  })
}
