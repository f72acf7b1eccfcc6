terraform {
  backend "s3" {
    bucket       = "acme-state"
    key          = "shop/terraform.tfstate"
    region       = "eu-west-1"
    use_lockfile = true
    kms_key_id   = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }
}

variable "stage" { default = "dev" }

data "aws_caller_identity" "me" {}
data "aws_ssm_parameter" "token" { name = "/shop/token" }

resource "aws_s3_bucket" "site" {
  bucket = "site-${var.stage}"
  cors_rule {
    allowed_methods = ["GET"]
    allowed_origins = ["*"]
  }
}

resource "aws_s3_bucket" "archive" {
  bucket_prefix = "archive-"
  force_destroy = true
  tags          = { team = "shop" }
}

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.worker.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.worker.arn
  filename      = "worker.zip"
  handler       = "app.handler"
  runtime       = "python3.12"
}

resource "aws_dynamodb_table" "jobs" {
  name         = "jobs"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
}

resource "random_id" "x" { byte_length = 4 }
resource "acme_thing" "y" {}
