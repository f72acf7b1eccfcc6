resource "aws_s3_bucket" "data" {
  bucket = "dev-data"
}
module "fn" {
  source     = "../../modules/fn"
  name       = "fn"
  bucket_arn = aws_s3_bucket.data.arn
  source_dir = "${path.module}/../../src"
  env        = { BUCKET = aws_s3_bucket.data.bucket }
}
