# What terraform-aws-modules/step-functions/aws makes of its inputs, in our words: a state machine, its role and its policies.
# Source: the "Inputs", "Outputs" and "Resources" of the module's page on registry.terraform.io.


variable "create" { default = true }
variable "create_role" { default = true }
variable "use_existing_role" { default = false }
variable "role_arn" { default = "" }
variable "role_name" { default = null }
variable "role_permissions_boundary" { default = null }
variable "trusted_entities" { default = [] }
variable "name" { default = "" }
variable "definition" { default = "" }
variable "encryption_configuration" { default = {} }
variable "logging_configuration" { default = {} }
variable "use_existing_cloudwatch_log_group" { default = false }
variable "cloudwatch_log_group_name" { default = null }

variable "attach_cloudwatch_logs_policy" { default = true }
variable "attach_policies_for_integrations" { default = true }
variable "service_integrations" { default = {} }
variable "attach_policy_statements" { default = false }
variable "policy_statements" { default = {} }
variable "attach_policy_json" { default = false }
variable "policy_json" { default = null }
variable "attach_policy_jsons" { default = false }
variable "policy_jsons" { default = [] }
variable "attach_policy" { default = false }
variable "policy" { default = null }
variable "attach_policies" { default = false }
variable "policies" { default = [] }

locals {
  create_role = var.create && var.create_role && !var.use_existing_role
  logging     = try(var.logging_configuration["level"], "OFF") != "OFF"
  tracing     = try(var.service_integrations["xray"]["xray"], false) == true
  # Integrations that grant the same in all versions of the module. What others grant is not told.
  integrations = {
    lambda      = ["lambda:InvokeFunction"]
    sns         = ["sns:Publish"]
    sqs         = ["sqs:SendMessage"]
    dynamodb    = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"]
    eventbridge = ["events:PutEvents"]
    xray        = ["xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets"]
  }
  given = local.create_role && var.attach_policies_for_integrations ? var.service_integrations : {}
}

resource "aws_sfn_state_machine" "this" {
  count      = var.create ? 1 : 0
  name       = var.name
  role_arn   = var.use_existing_role || !local.create_role ? var.role_arn : aws_iam_role.this[0].arn
  definition = var.definition

  dynamic "encryption_configuration" {
    for_each = length(var.encryption_configuration) > 0 ? [var.encryption_configuration] : []
    content {
      type       = try(encryption_configuration.value.type, null)
      kms_key_id = try(encryption_configuration.value.kms_key_id, null)
    }
  }
  dynamic "logging_configuration" {
    for_each = local.logging ? [true] : []
    content {
      log_destination = try(var.logging_configuration["log_destination"], "${aws_cloudwatch_log_group.sfn[0].arn}:*")
      level           = var.logging_configuration["level"]
    }
  }
  dynamic "tracing_configuration" {
    for_each = local.tracing ? [true] : []
    content {
      enabled = true
    }
  }
}

resource "aws_cloudwatch_log_group" "sfn" {
  count = var.create && local.logging && !var.use_existing_cloudwatch_log_group ? 1 : 0
  name  = coalesce(var.cloudwatch_log_group_name, "/aws/vendedlogs/states/${var.name}")
}

resource "aws_iam_role" "this" {
  count                = local.create_role ? 1 : 0
  name                 = coalesce(var.role_name, var.name)
  permissions_boundary = var.role_permissions_boundary
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = concat(["states.amazonaws.com"], var.trusted_entities) }
    }]
  })
}

resource "aws_iam_role_policy" "service" {
  for_each = { for name, given in local.given : name => given if contains(keys(local.integrations), name) }
  name     = "${var.name}-${each.key}"
  role     = aws_iam_role.this[0].name
  policy = jsonencode({
    Statement = [for part, given in each.value : {
      Effect   = "Allow"
      Action   = local.integrations[each.key]
      Resource = given == true ? ["*"] : given
    }]
  })
}

resource "aws_iam_role_policy" "other_service" {
  for_each = { for name, given in local.given : name => given if !contains(keys(local.integrations), name) }
  name     = "${var.name}-${each.key}"
  role     = aws_iam_role.this[0].name
  policy   = data.aws_iam_policy.other_service[each.key].policy
}

data "aws_iam_policy" "other_service" {
  for_each = { for name, given in local.given : name => given if !contains(keys(local.integrations), name) }
  name     = each.key
}

data "aws_iam_policy_document" "additional_inline" {
  dynamic "statement" {
    for_each = var.policy_statements
    content {
      sid           = try(statement.value.sid, null)
      effect        = try(statement.value.effect, null)
      actions       = try(statement.value.actions, null)
      not_actions   = try(statement.value.not_actions, null)
      resources     = try(statement.value.resources, null)
      not_resources = try(statement.value.not_resources, null)
      dynamic "condition" {
        for_each = try(statement.value.condition, [])
        content {
          test     = condition.value.test
          variable = condition.value.variable
          values   = condition.value.values
        }
      }
    }
  }
}

resource "aws_iam_role_policy" "additional_inline" {
  count  = local.create_role && var.attach_policy_statements ? 1 : 0
  name   = "${var.name}-inline"
  role   = aws_iam_role.this[0].name
  policy = data.aws_iam_policy_document.additional_inline.json
}

resource "aws_iam_role_policy" "additional_json" {
  count  = local.create_role && var.attach_policy_json ? 1 : 0
  name   = var.name
  role   = aws_iam_role.this[0].name
  policy = var.policy_json
}

resource "aws_iam_role_policy" "additional_jsons" {
  count  = local.create_role && var.attach_policy_jsons ? length(var.policy_jsons) : 0
  name   = "${var.name}-${count.index}"
  role   = aws_iam_role.this[0].name
  policy = var.policy_jsons[count.index]
}

resource "aws_iam_role_policy_attachment" "additional_one" {
  count      = local.create_role && var.attach_policy ? 1 : 0
  role       = aws_iam_role.this[0].name
  policy_arn = var.policy
}

resource "aws_iam_role_policy_attachment" "additional_many" {
  count      = local.create_role && var.attach_policies ? length(var.policies) : 0
  role       = aws_iam_role.this[0].name
  policy_arn = var.policies[count.index]
}

resource "aws_iam_role_policy" "logs" {
  count = local.create_role && local.logging && var.attach_cloudwatch_logs_policy ? 1 : 0
  name  = "${var.name}-logs"
  role  = aws_iam_role.this[0].name
  policy = jsonencode({
    Statement = [{
      Effect = "Allow"
      Action = [
        "logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery",
        "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:DescribeResourcePolicies", "logs:DescribeLogGroups",
      ]
      Resource = "*"
    }]
  })
}

output "state_machine_arn" { value = try(aws_sfn_state_machine.this[0].arn, "") }
output "state_machine_id" { value = try(aws_sfn_state_machine.this[0].arn, "") }
output "state_machine_name" { value = try(aws_sfn_state_machine.this[0].name, "") }
output "role_arn" { value = try(aws_iam_role.this[0].arn, "") }
output "role_name" { value = try(aws_iam_role.this[0].name, "") }
output "cloudwatch_log_group_arn" { value = try(aws_cloudwatch_log_group.sfn[0].arn, "") }
output "cloudwatch_log_group_name" { value = try(aws_cloudwatch_log_group.sfn[0].name, "") }
