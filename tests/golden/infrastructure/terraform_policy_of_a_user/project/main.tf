locals {
  table_actions = ["dynamodb:GetItem", "dynamodb:Query"]
}

variable "more_actions" {
  type    = list(string)
  default = ["dynamodb:GetItem", "dynamodb:Scan"]
}

resource "aws_dynamodb_table" "sheets" {
  name     = "sheets"
  hash_key = "pk"
  attribute {
    name = "pk"
    type = "S"
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "a" {
  name               = "press-a"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_policy" "table" {
  name = "table"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["dynamodb:GetItem", "dynamodb:PutItem"]
      Resource = aws_dynamodb_table.sheets.arn
    }]
  })
}

resource "aws_iam_role_policy_attachment" "table" {
  role       = aws_iam_role.a.name
  policy_arn = aws_iam_policy.table.arn
}

resource "aws_iam_user" "operator" {
  name = "operator"
}

resource "aws_iam_user_policy_attachment" "table" {
  user       = aws_iam_user.operator.name
  policy_arn = aws_iam_policy.table.arn
}

data "archive_file" "fn" {
  for_each    = toset(["a", "b"])
  type        = "zip"
  source_dir  = "${path.module}/src/${each.key}"
  output_path = "${path.module}/${each.key}.zip"
}

resource "aws_lambda_function" "a" {
  function_name = "press-a"
  role          = aws_iam_role.a.arn
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = data.archive_file.fn["a"].output_path
  environment {
    variables = {
      TABLE = aws_dynamodb_table.sheets.name
    }
  }
}

