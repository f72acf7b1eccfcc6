provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias = "dns"
  assume_role { role_arn = "arn:aws:iam::210987654321:role/dns" }
  default_tags { tags = { team = "net" } }
}

resource "aws_sqs_queue" "jobs" { name = "jobs" }

module "zone" {
  source    = "./zone"
  providers = { aws = aws.dns }
}
