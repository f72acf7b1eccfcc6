variable "region" {}
variable "runs_it" {}

resource "aws_acm_certificate" "site" {
  provider    = aws.virginia
  domain_name = "shop.example.com"
}

resource "aws_s3_bucket" "logs" {
  bucket = "shop-logs"
}

resource "aws_flow_log" "vpc" {
  log_destination      = "${aws_s3_bucket.logs.arn}/flow/"
  log_destination_type = "s3"
  traffic_type         = "ALL"
  vpc_id               = "vpc-12345678"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
    principals {
      type        = "Service"
      identifiers = ["states.${var.region}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "orders" {
  name               = "orders"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_sfn_state_machine" "orders" {
  name       = "orders"
  role_arn   = aws_iam_role.orders.arn
  definition = "{}"
}

resource "aws_iam_role" "returns" {
  name = "returns"
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = [var.runs_it, "lambda.amazonaws.com"] } }]
  })
}

resource "aws_sfn_state_machine" "returns" {
  name       = "returns"
  role_arn   = aws_iam_role.returns.arn
  definition = "{}"
}
