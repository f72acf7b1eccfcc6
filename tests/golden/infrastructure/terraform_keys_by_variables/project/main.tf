variable "kms_key" {
  description = "ARN or alias of the key"
}
variable "kms_key_id" {}
variable "kms_arn" { default = "arn:aws:kms:us-east-1:111111111111:key/abc" }
variable "id" {}
data "archive_file" "z" {
  type = "zip"
  source_dir = "${path.module}/src"
  output_path = "${path.module}/z.zip"
}
resource "aws_s3_bucket" "b" { bucket = "bb-x" }
resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
  bucket = aws_s3_bucket.b.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
      kms_master_key_id = var.kms_key
    }
  }
}
resource "aws_sqs_queue" "q" {
  name = "qq"
  kms_master_key_id = var.kms_key_id
}
resource "aws_lambda_function" "f" {
  function_name = "fn"
  role = aws_iam_role.f.arn
  handler = "app.handler"
  runtime = "python3.12"
  filename = data.archive_file.z.output_path
  environment {
    variables = {
      KEY = var.kms_key
      KEYID = var.kms_key_id
      KEYARN = var.kms_arn
      ID = var.id
      BUCKET = aws_s3_bucket.b.id
      QUEUE = aws_sqs_queue.q.url
    }
  }
}
resource "aws_iam_role" "f" {
  name = "f"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "p" {
  role = aws_iam_role.f.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["kms:Verify"], Resource = "arn:aws:kms:*:*:key/${var.id}" },
    ]
  })
}
