variable "database" {}

variable "shared_function" {
  default = ""
}

module "worker" {
  source  = "../worker"
  name    = "keep-${var.database}"
  is_made = var.shared_function == ""
}

data "aws_lambda_function" "shared" {
  count         = var.shared_function == "" ? 0 : 1
  function_name = var.shared_function
}

locals {
  role = element(split("/", element(concat(data.aws_lambda_function.shared.*.role, [module.worker.role]), 0)), 1)
}

resource "aws_iam_role_policy" "snapshots" {
  name = "snapshots-of-${var.database}"
  role = local.role

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "logs:*"
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = ["rds:DescribeDBSnapshots", "rds:DeleteDBSnapshot"]
        Resource = "*"
      },
    ]
  })
}
