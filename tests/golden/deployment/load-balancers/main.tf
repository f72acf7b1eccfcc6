resource "aws_lb" "net" {
  name               = "front"
  load_balancer_type = "network"
}

resource "aws_lb_target_group" "app" {
  name = "app"
}

resource "aws_lb_listener" "net" {
  load_balancer_arn = aws_lb.net.arn
  tags              = { part = "front" }
}

resource "aws_wafv2_web_acl" "acl" {
  name  = "acl"
  scope = "REGIONAL"
}

resource "aws_wafv2_web_acl_association" "acl" {
  resource_arn = aws_lb.net.arn
  web_acl_arn  = aws_wafv2_web_acl.acl.arn
}

resource "aws_iam_policy" "one" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] })
}

resource "aws_lambda_permission" "any" {
  function_name = "${element(concat(aws_lambda_function.zip.*.arn, tolist([""])), 0)}${element(concat(aws_lambda_function.image.*.arn, tolist([""])), 0)}"
}

resource "aws_lambda_function" "zip" {
  count         = 1
  function_name = "zip"
}

resource "aws_lambda_function" "image" {
  count         = 0
  function_name = "image"
}

resource "aws_vpc_security_group_ingress_rule" "in" {
  security_group_id = "sg-1"
}

resource "aws_route53_record" "app" {
  zone_id = "Z1"
  name    = "app"
}
