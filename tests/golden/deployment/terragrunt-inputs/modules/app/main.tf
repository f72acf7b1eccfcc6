terraform { required_providers { aws = { source = "hashicorp/aws" } } }
variable "bucket" {}
variable "other" { default = "x" }
variable "force" { default = false }
resource "aws_s3_bucket" "b" {
  bucket = var.bucket
  force_destroy = var.force
}
resource "aws_sqs_queue" "q" { name = var.other }
