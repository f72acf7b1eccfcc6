locals {
  # Neither is in a VPC; the second one says that it is not traced.
  functions = {
    orders   = { handler = "main.handler" }
    payments = { handler = "main.handler", tracing = { mode = "PassThrough" } }
  }
}

module "functions" {
  source   = "./functions"
  wanted   = local.functions
  role_arn = aws_iam_role.shared.arn
}

resource "aws_iam_role" "shared" {
  name = "shared"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "shared" {
  name   = "shared"
  role   = aws_iam_role.shared.id
  policy = data.aws_iam_policy_document.shared.json
}

data "aws_iam_policy_document" "shared" {
  statement {
    actions   = ["s3:PutObject"]
    resources = ["arn:aws:s3:::orders/*"]
  }

  statement {
    actions   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["*"]
  }
}
