variable "stage" {
  type = string
}

locals {
  prefix = "feeds-${var.stage}"
  feeds  = toset(["news", "weather"])
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

module "store" {
  source = "./modules/store"
  name   = "${local.prefix}-items"
}

resource "aws_sqs_queue" "feed" {
  for_each = local.feeds
  name     = "${local.prefix}-${each.key}"
}

resource "aws_ssm_parameter" "token" {
  name  = "/${local.prefix}/token"
  type  = "SecureString"
  value = "set later"
}

# --- fetch: a data document ---

resource "aws_iam_role" "fetch" {
  name               = "${local.prefix}-fetch"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

data "aws_iam_policy_document" "fetch" {
  statement {
    actions = [
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]
    resources = ["*"] # all logs
  }

  statement {
    sid = "Token"
    actions = [
      "ssm:GetParameter",
      "ssm:GetParameters", # never used
      "ssm:PutParameter",
    ]
    resources = [aws_ssm_parameter.token.arn]
  }

  dynamic "statement" {
    for_each = local.feeds
    content {
      actions   = ["sqs:SendMessage"]
      resources = ["arn:aws:sqs:*:*:${local.prefix}-${statement.value}"]
    }
  }
}

resource "aws_iam_policy" "fetch" {
  policy = data.aws_iam_policy_document.fetch.json
}

resource "aws_iam_role_policy_attachment" "fetch" {
  role       = aws_iam_role.fetch.name
  policy_arn = aws_iam_policy.fetch.arn
}

resource "aws_lambda_function" "fetch" {
  function_name = "${local.prefix}-fetch"
  role          = aws_iam_role.fetch.arn
  runtime       = "python3.12"
  handler       = "fetch.handler"
  filename      = data.archive_file.code.output_path

  environment {
    variables = {
      TOKEN  = aws_ssm_parameter.token.name
      QUEUES = jsonencode({ for name in local.feeds : name => aws_sqs_queue.feed[name].url })
    }
  }
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/code"
  output_path = "${path.module}/code.zip"
}

# --- store: a heredoc, and a table that a module makes ---

resource "aws_iam_role" "store" {
  name               = "${local.prefix}-store"
  assume_role_policy = data.aws_iam_policy_document.assume.json

  inline_policy {
    name   = "items"
    policy = <<-EOT
      {
        "Version": "2012-10-17",
        "Statement": [
          {
            "Effect": "Allow",
            "Action": ["dynamodb:PutItem", "dynamodb:Scan"],
            "Resource": "${module.store.arn}"
          }
        ]
      }
    EOT
  }
}

resource "aws_iam_role_policy_attachment" "store" {
  role       = aws_iam_role.store.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole"
}

resource "aws_lambda_function" "store" {
  function_name = "${local.prefix}-store"
  role          = aws_iam_role.store.arn
  runtime       = "python3.12"
  handler       = "store.handler"
  filename      = data.archive_file.code.output_path

  environment {
    variables = {
      ITEMS = module.store.name
    }
  }
}

resource "aws_lambda_event_source_mapping" "store" {
  for_each         = local.feeds
  event_source_arn = aws_sqs_queue.feed[each.key].arn
  function_name    = aws_lambda_function.store.arn
}

# --- purge: jsonencode ---

resource "aws_iam_role" "purge" {
  name               = "${local.prefix}-purge"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy" "purge" {
  role = aws_iam_role.purge.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = ["logs:*"]
        Resource = "*"
      },
      # TODO: which of these?
      {
        Effect   = "Allow"
        Action   = ["dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:Query"]
        Resource = [module.store.arn, "${module.store.arn}/index/*"]
      }
    ]
  })
}

resource "aws_lambda_function" "purge" {
  function_name = "${local.prefix}-purge"
  role          = aws_iam_role.purge.arn
  runtime       = "python3.12"
  handler       = "purge.handler"
  filename      = data.archive_file.code.output_path

  environment {
    variables = {
      ITEMS = module.store.name
    }
  }
}
