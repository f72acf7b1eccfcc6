variable "name" {}

resource "aws_s3_bucket" "b" {
  bucket = var.name
}

resource "aws_s3_bucket_policy" "p" {
  bucket = aws_s3_bucket.b.id
  policy = "{}"
}
