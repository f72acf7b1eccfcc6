locals {
  sources = {
    jobs = { kind = "queue", name = "jobs" }
  }
  kinds = distinct([for one in values(local.sources) : one.kind])
}

module "function" {
  source  = "terraform-aws-modules/lambda/aws"
  version = "~> 7.0"

  function_name = "scaler"
  handler       = "scaler.handler"
  runtime       = "python3.12"
  source_path   = "${path.module}/code"

  environment_variables = { SOURCES = jsonencode(local.sources) }
}

resource "aws_iam_role_policy" "queues" {
  count = contains(local.kinds, "queue") ? 1 : 0
  name  = "queues"
  role  = module.function.lambda_role_name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sqs:GetQueueAttributes"], Resource = "*" }]
  })
}

resource "aws_iam_role_policy" "metrics" {
  count = contains(local.kinds, "metric") ? 1 : 0
  name  = "metrics"
  role  = module.function.lambda_role_name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["cloudwatch:GetMetricStatistics"], Resource = "*" }]
  })
}

# Nothing turns this on.
resource "aws_iam_role_policy" "services" {
  count = 0
  name  = "services"
  role  = module.function.lambda_role_name

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ecs:UpdateService"], Resource = "*" }]
  })
}
