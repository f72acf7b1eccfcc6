variable "environment" {
  default = null
}

locals {
  environment = var.environment != null ? var.environment : "default"
}

resource "aws_sqs_queue" "jobs" {
  name = "${local.environment}-jobs"
  tags = { of = "app" }
}

resource "aws_sqs_queue" "short" {
  name = var.environment == "prod" ? "ab" : "aab"
  tags = { of = "app" }
}

module "store" {
  source = "./m"
  name   = lower("app-${local.environment}-store")
}
