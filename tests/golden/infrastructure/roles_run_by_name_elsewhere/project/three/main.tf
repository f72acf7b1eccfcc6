variable "stage" {}

data "aws_iam_role" "orders" {
  name = "orders-${var.stage}"
}

data "archive_file" "package" {
  type        = "zip"
  source_file = "${path.module}/queued.py"
  output_path = "queued.zip"
}

resource "aws_lambda_function" "queued" {
  function_name = "queued"
  handler       = "queued.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.package.output_path
  role          = data.aws_iam_role.orders.arn
}
