variable "name" {
  type = string
}

variable "source_dir" {
  type = string
}

resource "aws_iam_role" "shown" {
  name = var.name
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "shown" {
  role = aws_iam_role.shown.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sns:Publish", "sqs:SendMessage", "logs:*"], Resource = "*" }]
  })
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = var.source_dir
  output_path = "${var.name}.zip"
}

resource "aws_lambda_function" "shown" {
  function_name = var.name
  role          = aws_iam_role.shown.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}
