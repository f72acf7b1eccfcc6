variable "name" { type = string }
variable "role" { type = string }
variable "variables" { type = map(string) }
variable "code" {
  type = object({
    bucket = string
    key    = string
  })
}

resource "aws_lambda_function" "this" {
  function_name = var.name
  role          = var.role
  handler       = "app.handler"
  runtime       = "python3.12"
  s3_bucket     = var.code.bucket
  s3_key        = var.code.key

  environment {
    variables = var.variables
  }
}
