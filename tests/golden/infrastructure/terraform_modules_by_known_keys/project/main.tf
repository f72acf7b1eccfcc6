# Which policies and roles there are is written here, so each of them is there whenever this is applied. What
# the flag decides may not be.

variable "with_export" {
  type    = bool
  default = false
}

locals {
  policies = {
    guests = {
      Write = {
        actions   = ["dynamodb:PutItem"]
        resources = [aws_dynamodb_table.guests.arn]
      }
      Log = {
        actions   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
        resources = ["*"]
      }
    }
  }
}

module "policy" {
  source   = "./policy"
  for_each = local.policies

  name       = each.key
  statements = each.value
}

module "role" {
  source   = "./role"
  for_each = { writer = "guests" }

  name       = each.key
  policy_arn = module.policy[each.value].arn
}

module "export_role" {
  source   = "./role"
  for_each = var.with_export ? { exporter = "guests" } : {}

  name       = each.key
  policy_arn = module.policy[each.value].arn
}

resource "aws_dynamodb_table" "guests" {
  name         = "guests"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
}

resource "aws_lambda_function" "writer" {
  function_name = "writer"
  role          = module.role["writer"].arn
  handler       = "index.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path

  environment {
    variables = { GUESTS = aws_dynamodb_table.guests.name }
  }
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "code.zip"
}
