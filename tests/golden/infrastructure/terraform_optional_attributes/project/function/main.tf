variable "settings" {
  type = object({
    name    = string
    handler = string
    vpc_config = optional(object({
      subnet_ids         = list(string)
      security_group_ids = list(string)
    }))
    tracing = optional(object({
      mode = optional(string, "Active")
    }), {})
  })
}

variable "role_arn" {
  type = string
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "code.zip"
}

resource "aws_lambda_function" "this" {
  function_name = var.settings.name
  handler       = var.settings.handler
  runtime       = "python3.12"
  role          = var.role_arn
  filename      = data.archive_file.code.output_path

  dynamic "vpc_config" {
    for_each = var.settings.vpc_config != null ? [1] : []
    content {
      subnet_ids         = var.settings.vpc_config.subnet_ids
      security_group_ids = var.settings.vpc_config.security_group_ids
    }
  }

  tracing_config {
    mode = var.settings.tracing.mode
  }
}
