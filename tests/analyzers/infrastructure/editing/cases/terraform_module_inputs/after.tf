module "api" {
  source = "terraform-aws-modules/lambda/aws"

  policy_statements = {
    objects = {
      effect    = "Allow",
      actions   = ["s3:GetObject"],
      resources = ["${aws_s3_bucket.inbox.arn}/$${aws:username}/*"]
    }
    passrole = {
      effect    = "Allow"
      actions   = ["iam:PassRole"]
      resources = ["arn:aws:iam::*:role/*"]
      condition = {
        condition_1 = {
          test     = "StringEquals"
          variable = "iam:PassedToService"
          values   = ["lambda.amazonaws.com"]
        }
      }
    }
  }
}
