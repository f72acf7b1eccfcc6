resource "aws_sns_topic" "n" {
  name = "n"
}
locals {
  common = {
    notify = {
      effect    = "Allow"
      actions   = ["sns:Publish"]
      resources = [aws_sns_topic.n.arn]
    }
  }
}
module "a" {
  source                   = "terraform-aws-modules/lambda/aws"
  function_name            = "a"
  handler                  = "app.handler"
  runtime                  = "python3.12"
  source_path              = "${path.module}/a"
  environment_variables    = { TOPIC = aws_sns_topic.n.arn }
  attach_policy_statements = true
  policy_statements        = merge(local.common, {
    mail = {
      effect    = "Allow"
      actions   = ["ses:SendEmail"]
      resources = ["*"]
    }
  })
}
module "b" {
  source                   = "terraform-aws-modules/lambda/aws"
  function_name            = "b"
  handler                  = "app.handler"
  runtime                  = "python3.12"
  source_path              = "${path.module}/b"
  attach_policy_statements = true
  policy_statements        = local.common
}
