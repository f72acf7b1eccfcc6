variable "env" {
  type    = string
  default = "dev"
}
resource "aws_s3_bucket" "data" {
  bucket = "dev-data"
}
module "iam" {
  source     = "../../modules/iam"
  name       = "fn-${var.env}"
  bucket_arn = aws_s3_bucket.data.arn
}
module "fn" {
  source   = "../../modules/lambda"
  name     = "fn-${var.env}"
  role_arn = module.iam.role_arn
  bucket   = aws_s3_bucket.data.bucket
}
