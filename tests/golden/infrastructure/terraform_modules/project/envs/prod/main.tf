resource "aws_s3_bucket" "files" {
  bucket = "files-prod"
}

resource "aws_sqs_queue" "mail" {
  name = "mail-prod"
}

module "worker" {
  source      = "../../modules/worker"
  name        = "shop-prod"
  bucket_arn  = aws_s3_bucket.files.arn
  bucket_name = aws_s3_bucket.files.bucket
}

module "mails" {
  source      = "../../modules/function"
  name        = "mailer-prod"
  source_dir  = "../../code"
  handler     = "mailer.handler"
  environment = { QUEUE_URL = aws_sqs_queue.mail.url }
}
