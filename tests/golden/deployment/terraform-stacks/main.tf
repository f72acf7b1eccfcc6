provider "aws" { region = "eu-west-1" }
resource "aws_cloudformation_stack" "a" {
  name = "inner"
  template_body = file("${path.module}/q.yaml")
  parameters = { QueueName = "jobs" }
}
resource "aws_cloudformation_stack" "b" {
  name = "inner-b"
  iam_role_arn = "arn:aws:iam::123456789012:role/cfn"
  template_body = jsonencode({Resources={Q={Type="AWS::SQS::Queue"}}})
}
resource "aws_cloudformation_stack_set" "s" {
  name = "everywhere"
  permission_model = "SELF_MANAGED"
  template_body = jsonencode({Resources={Q={Type="AWS::SQS::Queue"}}})
}
resource "aws_cloudformation_stack" "c" {
  name = "far"
  template_url = "https://b.s3.amazonaws.com/t.yaml"
}
