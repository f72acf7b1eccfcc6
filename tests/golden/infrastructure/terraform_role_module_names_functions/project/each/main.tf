variable "key" { type = string }
variable "environment" { type = string }
variable "role_arn" { type = string }
resource "aws_lambda_function" "f" {
  function_name = "${var.key}-${var.environment}"
  role          = var.role_arn
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = "${path.root}/src/app.zip"
}
output "name" { value = aws_lambda_function.f.function_name }
