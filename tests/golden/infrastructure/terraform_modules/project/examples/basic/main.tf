module "worker" {
  source      = "../../modules/worker"
  name        = "example"
  bucket_arn  = "arn:aws:s3:::example-bucket"
  bucket_name = "example-bucket"
}
