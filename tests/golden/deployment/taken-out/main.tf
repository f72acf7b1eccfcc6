provider "aws" {
  region = "eu-west-1"
}

resource "aws_iam_role" "plain" {
  name               = "plain"
  assume_role_policy = "{}"
}
