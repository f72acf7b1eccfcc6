variable "environment" {
  type = map(string)
  default = {}
}
variable "vpc" {
  type = bool
  default = false
}
variable "more" {
  type = list(string)
  default = []
}
resource "aws_lambda_function" "this" {
  function_name = "f"
  handler = "app.handler"
  role = aws_iam_role.this.arn
  runtime = "python3.12"
  filename = data.archive_file.zip.output_path
  dynamic "environment" {
    for_each = length(keys(var.environment)) > 0 ? [1] : []
    content {
      # No wrapper, whatever is passed.
      variables = merge(var.environment, { AWS_LAMBDA_EXEC_WRAPPER = "" })
    }
  }
  dynamic "vpc_config" {
    for_each = var.vpc ? [1] : []
    content {
      subnet_ids = ["subnet-1"]
      security_group_ids = []
    }
  }
}
data "archive_file" "zip" {
  type = "zip"
  source_dir  = path.module
  output_path = "x.zip"
}
resource "aws_iam_role" "this" {
  assume_role_policy = jsonencode({Statement=[{Effect="Allow",Action="sts:AssumeRole",Principal={Service="lambda.amazonaws.com"}}]})
}
data "aws_iam_policy_document" "p" {
  statement {
    actions = ["sns:Publish"]
    resources = ["*"]
  }
  statement {
    actions = ["ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface", "ec2:DescribeInstances"]
    resources = ["*"]
  }
  dynamic "statement" {
    for_each = length(var.more) > 0 ? [1] : []
    content {
      actions = var.more
      resources = ["*"]
    }
  }
}
resource "aws_iam_role_policy" "p" {
  role = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.p.json
}
