variable "name" {
  type = string
}
variable "role_arn" {
  type = string
}
variable "bucket" {
  type = string
}
data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/../../src"
  output_path = "${var.name}.zip"
}
resource "aws_lambda_function" "this" {
  function_name = var.name
  role          = var.role_arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
  environment {
    variables = { BUCKET = var.bucket }
  }
}
