resource "aws_s3_bucket" "files" {
  bucket = "files-dev"
}

resource "aws_sqs_queue" "mail" {
  name = "mail-dev"
}

module "worker" {
  source      = "../../modules/worker"
  name        = "shop-dev"
  bucket_arn  = aws_s3_bucket.files.arn
  bucket_name = aws_s3_bucket.files.bucket
}

module "mailer" {
  source      = "../../modules/function"
  name        = "mailer-dev"
  source_dir  = "../../code"
  handler     = "mailer.handler"
  environment = { QUEUE_URL = aws_sqs_queue.mail.url }
}
