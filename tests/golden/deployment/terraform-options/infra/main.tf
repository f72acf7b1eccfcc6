terraform {
  backend "s3" {
    use_lockfile = true
  }
}

variable "name" {}
variable "team" {}

resource "aws_sqs_queue" "orders" {
  name = "${var.name}-${var.team}-orders"
}
