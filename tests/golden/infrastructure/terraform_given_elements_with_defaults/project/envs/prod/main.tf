variable "project" {
  default = "shop"
}

variable "region" {
  default = "eu-west-1"
}

provider "aws" {
  region = var.region
}

module "function" {
  source = "../../modules/function"
  name   = "${var.project}-prod"

  statements = [
    {
      sid       = "Failed"
      actions   = ["sns:Publish"]
      resources = ["arn:aws:sns:${var.region}:*:${var.project}-prod*"]
    },
  ]
}
