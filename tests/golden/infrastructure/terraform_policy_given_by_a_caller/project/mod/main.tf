variable "policy" { type = string }
resource "aws_iam_role" "this" {
  name = "fn"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "this" {
  role   = aws_iam_role.this.id
  policy = var.policy
}
data "archive_file" "fn" {
  type        = "zip"
  source_dir  = "${path.root}/src"
  output_path = "fn.zip"
}
resource "aws_lambda_function" "fn" {
  function_name = "fn"
  role          = aws_iam_role.this.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.fn.output_path
  depends_on    = [aws_iam_role_policy.this]
}
output "function_name" { value = aws_lambda_function.fn.function_name }
