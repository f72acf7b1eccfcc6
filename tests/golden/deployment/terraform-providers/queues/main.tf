terraform {
  required_providers {
    aws = { source = "hashicorp/aws", configuration_aliases = [aws.source] }
  }
}

# How modules once said that they are handed it.
provider "aws" {
  alias = "source"
}

resource "aws_sqs_queue" "here" { name = "here" }

resource "aws_sqs_queue" "there" {
  provider = aws.source
  name     = "there"
}
