terraform {
  required_providers {
    aws   = { source = "hashicorp/aws" }
    awscc = { source = "hashicorp/awscc" }
  }
}

provider "aws" {
  region = "eu-west-1"
}

provider "awscc" {
  region = "eu-west-1"
}

# Handlers run as this role, and no more as whoever runs it.
provider "awscc" {
  alias    = "apart"
  region   = "eu-central-1"
  role_arn = "arn:aws:iam::123456789012:role/handlers"
}

resource "aws_kms_key" "logs" {}

resource "awscc_logs_log_group" "app" {
  log_group_name    = "app"
  retention_in_days = 7
  kms_key_id        = aws_kms_key.logs.arn
}

resource "awscc_logs_log_group" "bare" {
  log_group_name = "bare"
}

resource "awscc_iam_role" "worker" {
  role_name                   = "worker"
  assume_role_policy_document = "{}"
}

resource "awscc_lambda_function" "work" {
  function_name = "work"
  role          = awscc_iam_role.worker.arn
  handler       = "index.handler"
  runtime       = "python3.12"
  code          = { s3_bucket = "code", s3_key = "work.zip" }
  vpc_config    = { subnet_ids = ["subnet-1"], security_group_ids = ["sg-1"] }
}

resource "awscc_sqs_queue" "jobs" {
  provider   = awscc.apart
  queue_name = "jobs"
}

data "awscc_sns_topic" "alarms" {
  id = "arn:aws:sns:eu-west-1:123456789012:alarms"
}

# Of a type that nobody knows is said what the provider itself asks.
resource "awscc_acme_widget" "unknown" {}
