variable "more" {
  default = []
}

locals {
  none   = []
  given  = var.more
  always = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = ["arn:aws:s3:::shelf/*"] }]
  trust  = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_iam_role" "none" {
  name               = "none"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "none" {
  role = aws_iam_role.none.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.none, [{ Effect = "Allow", Action = ["sqs:SendMessage"], Resource = ["*"] }])
  })
}

resource "aws_lambda_function" "none" {
  function_name = "none"
  role          = aws_iam_role.none.arn
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = data.archive_file.fn.output_path
}

resource "aws_iam_role" "given" {
  name               = "given"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "given" {
  role = aws_iam_role.given.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.given, [{ Effect = "Allow", Action = ["sqs:SendMessage"], Resource = ["*"] }])
  })
}

resource "aws_lambda_function" "given" {
  function_name = "given"
  role          = aws_iam_role.given.arn
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = data.archive_file.fn.output_path
}

resource "aws_iam_role" "always" {
  name               = "always"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "always" {
  role = aws_iam_role.always.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.always, [{ Effect = "Allow", Action = ["sqs:SendMessage"], Resource = ["*"] }])
  })
}

resource "aws_lambda_function" "always" {
  function_name = "always"
  role          = aws_iam_role.always.arn
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = data.archive_file.fn.output_path
}

data "archive_file" "fn" {
  type        = "zip"
  source_dir  = "${path.module}/fn"
  output_path = "${path.module}/fn.zip"
}
