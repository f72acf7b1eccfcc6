variable "stage" {
  type    = string
  default = "dev"
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/code.zip"
}

resource "aws_lambda_function" "a" {
  function_name = "a"
  role          = aws_iam_role.a.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
  environment {
    variables = {
      BUCKET = "${var.stage}-b"
    }
  }
}

resource "aws_iam_role" "a" {
  name               = "a"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_iam_role_policy" "a" {
  role = aws_iam_role.a.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = ["arn:aws:s3:::dev-b/*", "arn:aws:s3:::prod-b/*", "arn:aws:s3:::prod-c/*"]
    }]
  })
}
