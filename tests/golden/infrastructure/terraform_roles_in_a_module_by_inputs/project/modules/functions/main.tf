variable "role_arn" {
  type = string
}

variable "orders" {
  type = string
}

variable "items" {
  type = string
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/../../src"
  output_path = "code.zip"
}

resource "aws_lambda_function" "read" {
  function_name = "read"
  role          = var.role_arn
  handler       = "app.handler"
  runtime       = "python3.13"
  filename      = data.archive_file.code.output_path

  environment {
    variables = {
      ORDERS = var.orders
      ITEMS  = var.items
    }
  }
}
