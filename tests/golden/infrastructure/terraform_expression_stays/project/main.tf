variable "region" { default = "eu-west-1" }
variable "account" { type = string }
variable "table" { type = string }
variable "known" { default = "orders" }

resource "aws_iam_role" "by_default" {
  name               = "by-default"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "by_default" {
  role = aws_iam_role.by_default.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["dynamodb:Scan", "dynamodb:Query"]
        Resource = "arn:aws:dynamodb:${var.region}:${var.account}:table/${var.known}"
      },
    ]
  })
}

resource "aws_iam_role" "given" {
  name               = "given"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "given" {
  role = aws_iam_role.given.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["dynamodb:Scan", "dynamodb:Query"]
        Resource = "arn:aws:dynamodb:eu-west-1:${var.account}:table/${var.table}"
      },
    ]
  })
}

locals {
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  for_each   = toset([aws_iam_role.by_default.name, aws_iam_role.given.name])
  role       = each.value
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "elsewhere" {
  function_name = "elsewhere"
  role          = aws_iam_role.by_default.arn
  runtime       = "python3.12"
  handler       = "app.elsewhere"
  filename      = "src/app.zip"
}

resource "aws_lambda_function" "named" {
  function_name = "named"
  role          = aws_iam_role.given.arn
  runtime       = "python3.12"
  handler       = "app.named"
  filename      = "src/app.zip"
}
