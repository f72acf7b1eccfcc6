variable "name" { type = string }

resource "aws_cloudwatch_log_group" "this" {
  name = var.name
}

resource "aws_sqs_queue" "inbox" {
  name = "inbox-of-books"
}
