resource "aws_kms_key" "off" {
  is_enabled = false
}

resource "aws_cloudtrail" "off" {
  name           = "audit"
  s3_bucket_name = "audit-logs"
  enable_logging = false
}

resource "aws_subnet" "private" {
  vpc_id                  = "vpc-1"
  map_public_ip_on_launch = false
}
