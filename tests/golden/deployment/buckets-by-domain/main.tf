resource "aws_s3_bucket" "logs" { bucket = "press-logs" }
resource "aws_cloudfront_distribution" "d" {
  enabled = true
  logging_config { bucket = "${aws_s3_bucket.logs.id}.s3.amazonaws.com" }
  origin {
    domain_name = "x.example.com"
    origin_id   = "x"
  }
  default_cache_behavior {
    allowed_methods        = ["GET"]
    cached_methods         = ["GET"]
    target_origin_id       = "x"
    viewer_protocol_policy = "https-only"
  }
  restrictions {
    geo_restriction { restriction_type = "none" }
  }
  viewer_certificate { cloudfront_default_certificate = true }
}
