variable "more" { default = [] }
module "fn" {
  source = "../fn"
  policies = concat([
    { Effect = "Allow", Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], Resource = "*" }
  ], var.more)
}
