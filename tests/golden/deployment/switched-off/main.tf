resource "aws_kms_key" "off" {
  is_enabled = false
}

resource "aws_cloudtrail" "off" {
  name           = "audit"
  s3_bucket_name = "audit-logs"
  enable_logging = false
}
