variable "names" { type = set(string) }
variable "key" { default = null }
variable "rules" { default = [] }

provider "aws" {}

provider "aws" {
  alias  = "eu"
  region = "eu-west-1"
}

resource "aws_sns_topic" "each" {
  for_each = var.names
  name     = "t-${each.key}"
}

resource "aws_cloudwatch_log_group" "this" {
  name       = "group"
  kms_key_id = var.key
}

resource "aws_s3_bucket" "files" {
  bucket = "files"

  dynamic "cors_rule" {
    for_each = var.rules
    content {
      allowed_methods = cors_rule.value
    }
  }
}

module "elsewhere" {
  source  = "acme/queue/aws"
  version = "1.0.0"
}
