variable "stage" {
  type = string
}

locals {
  topics = {
    beta = "arn:aws:sns:eu-west-1:333333333333:parcels"
    live = "arn:aws:sns:eu-west-1:555555555555:parcels"
  }
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/code.zip"
}

resource "aws_lambda_function" "tell" {
  function_name = "tell"
  role          = aws_iam_role.tell.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
  environment {
    variables = {
      TOPIC = local.topics[var.stage]
      TOKEN = "courier/token"
    }
  }
}

resource "aws_iam_role" "tell" {
  name = "tell"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

data "aws_iam_policy_document" "tell" {
  statement {
    actions = ["sns:Publish", "sns:Subscribe"]
    resources = [
      local.topics[var.stage],
      "arn:aws:sns:eu-west-1:333333333333:never-used",
    ]
  }
  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = ["arn:aws:secretsmanager:eu-west-1:222222222222:secret:courier/token-Zz9Yy8"]
  }
  statement {
    actions   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:aws:logs:*:*:log-group:/aws/lambda/tell:*"]
  }
}

resource "aws_iam_role_policy" "tell" {
  role   = aws_iam_role.tell.id
  policy = data.aws_iam_policy_document.tell.json
}
