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

resource "aws_iam_role_policy_attachment" "a" {
  for_each = toset([
    "service-role/AWSLambdaBasicExecutionRole",
    "AmazonSNSReadOnlyAccess",
    "AmazonSQSFullAccess",
  ])
  role       = aws_iam_role.a.name
  policy_arn = "arn:aws:iam::aws:policy/${each.value}"
}

data "aws_iam_policy_document" "a" {
  statement {
    actions   = local.table_actions
    resources = [aws_dynamodb_table.sheets.arn]
  }
}

resource "aws_iam_role_policy" "a" {
  role   = aws_iam_role.a.id
  policy = data.aws_iam_policy_document.a.json
}

resource "aws_iam_role" "b" {
  name               = "press-b"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "b" {
  count      = length(local.arns)
  role       = aws_iam_role.b.name
  policy_arn = local.arns[count.index]
}

locals {
  arns = [
    "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    "arn:aws:iam::aws:policy/AmazonSQSFullAccess",
  ]
}

resource "aws_iam_role_policy" "b" {
  role = aws_iam_role.b.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = concat(var.more_actions, ["dynamodb:PutItem"])
        Resource = aws_dynamodb_table.sheets.arn
      },
      {
        Effect   = "Allow"
        Action   = [for one in ["Get", "Put"] : "dynamodb:${one}Item"]
        Resource = aws_dynamodb_table.sheets.arn
      },
    ]
  })
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

resource "aws_lambda_function" "b" {
  function_name = "press-b"
  role          = aws_iam_role.b.arn
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = data.archive_file.fn["b"].output_path
  environment {
    variables = {
      TABLE = aws_dynamodb_table.sheets.name
    }
  }
}
