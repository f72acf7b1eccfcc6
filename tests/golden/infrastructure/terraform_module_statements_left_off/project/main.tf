module "buoys" {
  source        = "terraform-aws-modules/lambda/aws"
  function_name = "buoys"
  handler       = "app.handler"
  runtime       = "python3.12"
  source_path   = "${path.module}/src"

  # Without attach_policy_statements the module makes nothing of them.
  policy_statements = {
    alarms = { effect = "Allow", actions = ["sns:Publish"], resources = ["*"] }
  }
}

module "drifts" {
  source        = "terraform-aws-modules/lambda/aws"
  function_name = "drifts"
  handler       = "app.handler"
  runtime       = "python3.12"
  source_path   = "${path.module}/src"

  # Who sets it chooses, and the code may choose alike.
  attach_policy_statements = var.alarms
  policy_statements = {
    alarms = { effect = "Allow", actions = ["sns:Publish"], resources = ["arn:aws:sns:eu-west-1:111122223333:buoys"] }
  }
}

variable "alarms" {
  type    = bool
  default = false
}
