variable "name" {}
resource "aws_s3_bucket" "logs" {
  bucket        = "${var.name}-access-logs"
  force_destroy = true
}
resource "aws_default_vpc" "default" {}
resource "aws_default_subnet" "default" { availability_zone = "eu-west-1a" }
