variable "functions" {
  default = {
    get = "GetItem"
    put = "PutItem"
  }
}

resource "aws_dynamodb_table" "stock" {
  name         = "stock"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "sku"
  attribute {
    name = "sku"
    type = "S"
  }
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

# One document for both roles.
data "aws_iam_policy_document" "both" {
  statement {
    actions = [
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
    ]
    resources = ["*"]
  }
  statement {
    actions   = ["dynamodb:GetItem"]
    resources = [aws_dynamodb_table.stock.arn]
  }
}

resource "aws_iam_role" "function" {
  for_each           = var.functions
  name               = "stock-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy" "function" {
  for_each = var.functions
  role     = aws_iam_role.function[each.key].id
  policy   = data.aws_iam_policy_document.both.json
}

resource "aws_lambda_function" "function" {
  for_each      = var.functions
  function_name = "stock-${each.key}"
  role          = aws_iam_role.function[each.key].arn
  runtime       = "python3.12"
  handler       = "stock.${each.key}"
  filename      = data.archive_file.code.output_path
  environment {
    variables = {
      STOCK = aws_dynamodb_table.stock.name
    }
  }
}

data "archive_file" "code" {
  type        = "zip"
  source_file = "${path.module}/stock.py"
  output_path = "stock.zip"
}
