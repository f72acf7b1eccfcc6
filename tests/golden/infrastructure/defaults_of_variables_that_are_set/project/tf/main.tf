variable "stage" {
  type = string
  validation {
    condition     = contains(["test", "prod"], var.stage)
    error_message = "There is no such stage."
  }
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/code.zip"
}

resource "aws_lambda_function" "js" {
  function_name = "shop-js"
  role          = aws_iam_role.shop.arn
  handler       = "index.handler"
  runtime       = "nodejs22.x"
  filename      = data.archive_file.code.output_path
  environment {
    variables = { STAGE = var.stage }
  }
}

resource "aws_lambda_function" "py" {
  function_name = "shop-py"
  role          = aws_iam_role.shop.arn
  handler       = "app.handler"
  runtime       = "python3.13"
  filename      = data.archive_file.code.output_path
  environment {
    variables = { STAGE = terraform.workspace }
  }
}

resource "aws_iam_role" "shop" {
  name = "shop"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
