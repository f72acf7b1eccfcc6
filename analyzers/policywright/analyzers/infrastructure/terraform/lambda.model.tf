# What terraform-aws-modules/lambda/aws makes of its inputs, in our words: a function, its role and its policies.
# Source: the "Inputs", "Outputs" and "Resources" of the module's page on registry.terraform.io.

data "aws_partition" "this" {}
data "aws_region" "this" {}
data "aws_caller_identity" "this" {}

variable "create" { default = true }
variable "create_function" { default = true }
variable "create_layer" { default = false }
variable "create_role" { default = true }
variable "function_name" { default = "" }
variable "handler" { default = null }
variable "runtime" { default = null }
variable "package_type" { default = "Zip" }
variable "image_uri" { default = null }
variable "source_path" { default = null }
variable "local_existing_package" { default = null }
variable "s3_existing_package" { default = null }
variable "create_package" { default = true }
variable "store_on_s3" { default = false }
variable "s3_bucket" { default = null }
variable "layers" { default = null }
variable "lambda_role" { default = "" }
variable "role_name" { default = null }
variable "role_permissions_boundary" { default = null }
variable "trusted_entities" { default = [] }
variable "lambda_at_edge" { default = false }
variable "environment_variables" { default = {} }
variable "kms_key_arn" { default = null }
variable "vpc_subnet_ids" { default = null }
variable "tracing_mode" { default = null }
variable "dead_letter_target_arn" { default = null }
variable "destination_on_failure" { default = null }
variable "destination_on_success" { default = null }
variable "event_source_mapping" { default = {} }
variable "use_existing_cloudwatch_log_group" { default = false }
variable "logging_log_group" { default = null }

variable "attach_cloudwatch_logs_policy" { default = true }
variable "attach_create_log_group_permission" { default = true }
variable "attach_network_policy" { default = false }
variable "attach_tracing_policy" { default = false }
variable "attach_dead_letter_policy" { default = false }
variable "attach_async_event_policy" { default = false }
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
  create_function = var.create && var.create_function && !var.create_layer
  create_role     = local.create_function && var.create_role
  path            = try(var.source_path[0].path, var.source_path[0], var.source_path.path, var.source_path)
  # A directory that is within one of its own name in the archive: that is the one above it.
  prefix          = try(var.source_path[0].prefix_in_zip, var.source_path.prefix_in_zip, null)
  source          = local.prefix != null && basename(local.path) == local.prefix ? dirname(local.path) : local.path
  log_group       = coalesce(var.logging_log_group, "/aws/lambda/${var.lambda_at_edge ? "us-east-1." : ""}${var.function_name}")
  logs            = "arn:${data.aws_partition.this.partition}:logs:${var.lambda_at_edge ? "*" : data.aws_region.this.id}:${data.aws_caller_identity.this.account_id}:log-group"
}

resource "aws_lambda_function" "this" {
  count         = local.create_function ? 1 : 0
  function_name = var.function_name
  handler       = var.handler
  runtime       = var.runtime
  package_type  = var.package_type
  image_uri     = var.image_uri
  filename      = var.local_existing_package != null ? var.local_existing_package : local.source
  s3_bucket     = try(var.s3_existing_package.bucket, null)
  s3_key        = try(var.s3_existing_package.key, null)
  role          = local.create_role ? aws_iam_role.lambda[0].arn : var.lambda_role
  layers        = var.layers
  kms_key_arn   = var.kms_key_arn

  environment {
    variables = var.environment_variables
  }
  dynamic "vpc_config" {
    for_each = var.vpc_subnet_ids != null ? [true] : []
    content {
      subnet_ids = var.vpc_subnet_ids
    }
  }
  dynamic "tracing_config" {
    for_each = var.tracing_mode != null ? [true] : []
    content {
      mode = var.tracing_mode
    }
  }
  dynamic "logging_config" {
    for_each = var.logging_log_group != null ? [true] : []
    content {
      log_group = var.logging_log_group
    }
  }
  dynamic "dead_letter_config" {
    for_each = var.dead_letter_target_arn != null ? [true] : []
    content {
      target_arn = var.dead_letter_target_arn
    }
  }
}

# What packages alone, with create_function = false, is for others, as their s3_existing_package.
resource "aws_s3_object" "lambda_package" {
  count  = var.create && var.store_on_s3 && var.create_package ? 1 : 0
  bucket = var.s3_bucket
  source = local.source
}

resource "aws_cloudwatch_log_group" "lambda" {
  count = local.create_function && !var.use_existing_cloudwatch_log_group ? 1 : 0
  name  = local.log_group
}

data "aws_cloudwatch_log_group" "lambda" {
  count = local.create_function && var.use_existing_cloudwatch_log_group ? 1 : 0
  name  = local.log_group
}

resource "aws_lambda_layer_version" "this" {
  count    = var.create && var.create_layer ? 1 : 0
  filename = var.local_existing_package != null ? var.local_existing_package : local.source
}

resource "aws_lambda_function_event_invoke_config" "this" {
  count         = local.create_function && (var.destination_on_failure != null || var.destination_on_success != null) ? 1 : 0
  function_name = aws_lambda_function.this[0].function_name
  destination_config {
    dynamic "on_failure" {
      for_each = var.destination_on_failure != null ? [true] : []
      content {
        destination = var.destination_on_failure
      }
    }
    dynamic "on_success" {
      for_each = var.destination_on_success != null ? [true] : []
      content {
        destination = var.destination_on_success
      }
    }
  }
}

resource "aws_lambda_event_source_mapping" "this" {
  for_each         = local.create_function ? var.event_source_mapping : {}
  function_name    = aws_lambda_function.this[0].arn
  event_source_arn = try(each.value.event_source_arn, null)
}

resource "aws_iam_role" "lambda" {
  count                = local.create_role ? 1 : 0
  name                 = coalesce(var.role_name, var.function_name)
  permissions_boundary = var.role_permissions_boundary
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = {
        Service = flatten(concat(
          var.lambda_at_edge ? ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] : ["lambda.amazonaws.com"],
          [for one in var.trusted_entities : try(one.identifiers, one)],
        ))
      }
    }]
  })
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
  name   = "${var.function_name}-inline"
  role   = aws_iam_role.lambda[0].name
  policy = data.aws_iam_policy_document.additional_inline.json
}

resource "aws_iam_role_policy" "additional_json" {
  count  = local.create_role && var.attach_policy_json ? 1 : 0
  name   = var.function_name
  role   = aws_iam_role.lambda[0].name
  policy = var.policy_json
}

resource "aws_iam_role_policy" "additional_jsons" {
  count  = local.create_role && var.attach_policy_jsons ? length(var.policy_jsons) : 0
  name   = "${var.function_name}-${count.index}"
  role   = aws_iam_role.lambda[0].name
  policy = var.policy_jsons[count.index]
}

resource "aws_iam_role_policy_attachment" "additional_one" {
  count      = local.create_role && var.attach_policy ? 1 : 0
  role       = aws_iam_role.lambda[0].name
  policy_arn = var.policy
}

resource "aws_iam_role_policy_attachment" "additional_many" {
  count      = local.create_role && var.attach_policies ? length(var.policies) : 0
  role       = aws_iam_role.lambda[0].name
  policy_arn = var.policies[count.index]
}

resource "aws_iam_role_policy" "logs" {
  count = local.create_role && var.attach_cloudwatch_logs_policy ? 1 : 0
  name  = "${var.function_name}-logs"
  role  = aws_iam_role.lambda[0].name
  policy = jsonencode({
    Statement = [{
      Effect = "Allow"
      Action = compact([
        !var.use_existing_cloudwatch_log_group && var.attach_create_log_group_permission ? "logs:CreateLogGroup" : "",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
      ])
      Resource = ["${local.logs}:${local.log_group}:*", "${local.logs}:${local.log_group}:*:*"]
    }]
  })
}

resource "aws_iam_role_policy_attachment" "vpc" {
  count      = local.create_role && var.attach_network_policy ? 1 : 0
  role       = aws_iam_role.lambda[0].name
  policy_arn = "arn:${data.aws_partition.this.partition}:iam::aws:policy/service-role/AWSLambdaENIManagementAccess"
}

resource "aws_iam_role_policy_attachment" "tracing" {
  count      = local.create_role && var.attach_tracing_policy ? 1 : 0
  role       = aws_iam_role.lambda[0].name
  policy_arn = "arn:${data.aws_partition.this.partition}:iam::aws:policy/AWSXRayDaemonWriteAccess"
}

resource "aws_iam_role_policy" "dead_letter" {
  count = local.create_role && var.attach_dead_letter_policy ? 1 : 0
  name  = "${var.function_name}-dl"
  role  = aws_iam_role.lambda[0].name
  policy = jsonencode({
    Statement = [{
      Effect   = "Allow"
      Action   = ["sns:Publish", "sqs:SendMessage"]
      Resource = [var.dead_letter_target_arn]
    }]
  })
}

resource "aws_iam_role_policy" "async" {
  count = local.create_role && var.attach_async_event_policy ? 1 : 0
  name  = "${var.function_name}-async"
  role  = aws_iam_role.lambda[0].name
  policy = jsonencode({
    Statement = [{
      Effect   = "Allow"
      Action   = ["sns:Publish", "sqs:SendMessage", "lambda:InvokeFunction", "events:PutEvents"]
      Resource = compact([var.destination_on_failure, var.destination_on_success])
    }]
  })
}

output "lambda_function_arn" { value = try(aws_lambda_function.this[0].arn, "") }
output "lambda_function_arn_static" { value = try(aws_lambda_function.this[0].arn, "") }
output "this_lambda_function_arn" { value = try(aws_lambda_function.this[0].arn, "") }
output "lambda_function_name" { value = try(aws_lambda_function.this[0].function_name, "") }
output "this_lambda_function_name" { value = try(aws_lambda_function.this[0].function_name, "") }
output "lambda_function_invoke_arn" { value = try(aws_lambda_function.this[0].invoke_arn, "") }
output "lambda_function_qualified_arn" { value = try(aws_lambda_function.this[0].qualified_arn, "") }
output "lambda_role_arn" { value = try(aws_iam_role.lambda[0].arn, "") }
output "lambda_role_name" { value = try(aws_iam_role.lambda[0].name, "") }
output "lambda_cloudwatch_log_group_name" { value = local.log_group }
output "lambda_layer_arn" { value = try(aws_lambda_layer_version.this[0].arn, "") }
output "lambda_layer_layer_arn" { value = try(aws_lambda_layer_version.this[0].arn, "") }
output "s3_object" {
  value = {
    bucket = try(aws_s3_object.lambda_package[0].bucket, null)
    key    = try(aws_s3_object.lambda_package[0].key, null)
  }
}
