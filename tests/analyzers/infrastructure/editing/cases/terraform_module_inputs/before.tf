module "api" {
  source = "terraform-aws-modules/lambda/aws"

  policy_statements = {
    objects = {
      effect    = "Allow",
      actions   = ["s3:*"],
      resources = ["*"]
    }
    queue = { effect = "Allow", actions = ["sqs:*"], resources = ["*"] }
  }
}
