variable "stage" {
  type = string
}

data "aws_ssm_parameter" "topic" {
  name = "/press/topic-arn"
}

data "aws_ssm_parameter" "bucket" {
  name = "/press/bucket"
}

locals {
  prefix = "press-${var.stage}"
  bucket = data.aws_ssm_parameter.bucket.value
}

module "a" {
  source     = "./modules/fn"
  name       = null
  topics     = null
  source_dir = "${path.module}/src/a"
  environment = {
    TABLE     = "${local.prefix}-sheets"
    QUEUE_URL = "https://sqs.eu-west-1.amazonaws.com/123456789012/${local.prefix}-jobs"
    BUCKET    = local.bucket
    TOPIC     = data.aws_ssm_parameter.topic.value
  }
}
