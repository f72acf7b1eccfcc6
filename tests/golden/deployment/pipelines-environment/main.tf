terraform {
  backend "s3" {}
}

variable "stage" {}
variable "team" {}

resource "aws_sqs_queue" "orders" {
  name = "${var.stage}-${var.team}-orders"
}
