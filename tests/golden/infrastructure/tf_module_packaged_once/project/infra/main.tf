locals {
  sources = [
    { path = "${path.module}/../service/code", prefix_in_zip = "code" },
    { path = "${path.module}/../service/requirements.txt", pip_requirements = true },
  ]
  package = {
    bucket = module.package.s3_object.bucket
    key    = module.package.s3_object.key
  }
}

resource "aws_s3_bucket" "artifacts" {
  bucket = "ledger-artifacts"
}

module "package" {
  source  = "terraform-aws-modules/lambda/aws"
  version = "~> 8.0"

  create_function = false
  runtime         = "python3.13"
  source_path     = local.sources
  store_on_s3     = true
  s3_bucket       = aws_s3_bucket.artifacts.id
}

resource "aws_sqs_queue" "invoices" {
  name = "invoices"
}

resource "aws_iam_role" "jobs" {
  name = "jobs"
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "jobs" {
  role = aws_iam_role.jobs.id
  policy = jsonencode({
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["sqs:SendMessage", "sqs:PurgeQueue"]
        Resource = aws_sqs_queue.invoices.arn
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:aws:logs:*:*:log-group:/aws/lambda/*"
      },
    ]
  })
}

module "billing" {
  source  = "terraform-aws-modules/lambda/aws"
  version = "~> 8.0"

  function_name       = "billing"
  handler             = "code.jobs.billing.handler"
  runtime             = "python3.13"
  create_package      = false
  s3_existing_package = local.package
  create_role         = false
  lambda_role         = aws_iam_role.jobs.arn

  environment_variables = {
    QUEUE_URL = aws_sqs_queue.invoices.url
  }
}
