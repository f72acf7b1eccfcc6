variable "ledger_secret" {
  type        = string
  description = "Full ARN of the ledger's secret"
}

resource "aws_secretsmanager_secret" "token" {
  name = "worker-token"
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

module "given" {
  source     = "./worker"
  name       = "given"
  handler    = "app.handler"
  source_dir = "${path.root}/src"
  role_arn   = aws_iam_role.given.arn
  variables = {
    TOKEN     = aws_secretsmanager_secret.token.name
    LEDGER    = var.ledger_secret
    QUEUE_URL = aws_sqs_queue.jobs.url
  }
}

resource "aws_iam_role" "given" {
  name = "given"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "given" {
  role = aws_iam_role.given.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "secretsmanager:GetSecretValue"
      Resource = aws_secretsmanager_secret.token.arn
      }, {
      Effect   = "Allow"
      Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "*"
    }]
  })
}
