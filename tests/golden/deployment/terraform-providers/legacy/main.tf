provider "aws" {
  region = "eu-central-1"
  assume_role { role_arn = "arn:aws:iam::444444444444:role/legacy" }
}

resource "aws_sns_topic" "changes" { name = "changes" }
