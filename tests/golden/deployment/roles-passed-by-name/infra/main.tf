resource "aws_lambda_function" "f" {
  function_name = "f"
  package_type  = "Image"
  image_uri     = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop:v1"
  role          = "arn:aws:iam::123456789012:role/fn"
}
resource "aws_iam_instance_profile" "p" {
  name = "prof"
  role = "literal-role"
}
resource "aws_instance" "i" {
  ami = "ami-1"
  instance_type = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.p.name
}
resource "aws_iam_role" "r" {
  name = "bounded"
  permissions_boundary = "arn:aws:iam::123456789012:policy/bound"
  assume_role_policy = "{}"
}
resource "aws_lb" "lb" {
  name = "lb"
  subnets = ["subnet-1", "subnet-2"]
}
resource "aws_cloudfront_distribution" "d" {
  enabled = true
  origin {
    origin_id = "o"
    domain_name = "x.example.com"
  }
  default_cache_behavior {
    target_origin_id = "o"
    viewer_protocol_policy = "https-only"
    lambda_function_association {
      event_type = "viewer-request"
      lambda_arn = "arn:aws:lambda:us-east-1:123456789012:function:e:1"
    }
  }
}
