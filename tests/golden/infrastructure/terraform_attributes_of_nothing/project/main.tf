variable "volume" {
  type = object({ arn = string, path = string })
  default = null
}
variable "notes" {
  type = object({ name = string, arn = string })
  default = null
}
resource "aws_iam_role" "this" {
  name = "r"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/code.zip"
}
resource "aws_lambda_function" "this" {
  function_name = "f"
  role          = aws_iam_role.this.arn
  runtime       = "python3.12"
  handler       = "index.handler"
  filename      = data.archive_file.code.output_path
  environment {
    variables = {
      NOTES = var.notes != null ? var.notes.name : "none"
    }
  }
  dynamic "file_system_config" {
    for_each = var.volume == null ? [] : [1]
    content {
      arn              = var.volume.arn
      local_mount_path = var.volume.path
    }
  }
}
