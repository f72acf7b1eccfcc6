locals {
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role" "reader" {
  name               = "reader"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "reader" {
  name = "reader"
  role = aws_iam_role.reader.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "s3:DeleteObject"], Resource = "arn:aws:s3:::b/*" }, { Effect = "Allow", Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], Resource = "*" }]
  })
}

resource "aws_lambda_function" "reader" {
  function_name = "reader"
  role          = aws_iam_role.reader.arn
  handler       = "index.handler"
  runtime       = "nodejs20.x"
  filename      = "dist/reader.zip"
}

resource "aws_iam_role" "writer" {
  name               = "writer"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "writer" {
  name = "writer"
  role = aws_iam_role.writer.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:PutObject", Resource = "arn:aws:s3:::b/*" }, { Effect = "Allow", Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], Resource = "*" }]
  })
}

resource "aws_lambda_function" "writer" {
  function_name = "writer"
  role          = aws_iam_role.writer.arn
  handler       = "index.handler"
  runtime       = "nodejs20.x"
  filename      = "dist/writer.zip"
}

# Its directory has the function's name, and its file another one.

resource "aws_iam_role" "mailer" {
  name               = "mailer"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "mailer" {
  name = "mailer"
  role = aws_iam_role.mailer.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ses:SendEmail", "ses:SendRawEmail"], Resource = "*" }, { Effect = "Allow", Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], Resource = "*" }]
  })
}

resource "aws_lambda_function" "mailer" {
  function_name = "mailer"
  role          = aws_iam_role.mailer.arn
  handler       = "main.handler"
  runtime       = "nodejs20.x"
  filename      = "dist/mailer.zip"
}
