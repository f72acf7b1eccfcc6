resource "aws_sqs_queue" "jobs" { name = "jobs" }
resource "aws_s3_bucket" "in" { bucket = "acme-in" }
module "a" {
  source = "./modules/lambda"
  name   = "a"
  src    = "${path.root}/a"
  env    = { BUCKET = aws_s3_bucket.in.bucket }
  statements = [
    { actions = ["s3:GetObject", "s3:DeleteObject"], resources = ["${aws_s3_bucket.in.arn}/*"] },
  ]
}
module "b" {
  source = "./modules/lambda"
  name   = "b"
  src    = "${path.root}/b"
  env    = { QUEUE = aws_sqs_queue.jobs.url }
}
# The only statement that it gives: the module has one of its own beside it.
module "c" {
  source = "./modules/lambda"
  name   = "c"
  src    = "${path.root}/b"
  env    = { QUEUE = aws_sqs_queue.jobs.url }
  statements = [
    { actions = ["s3:*"], resources = ["*"] },
  ]
}
