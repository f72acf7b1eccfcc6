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

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.a.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy" "table" {
  role   = aws_iam_role.a.id
  policy = templatefile("${path.module}/table.json.tpl", { table = aws_dynamodb_table.sheets.arn })
}

resource "aws_iam_role_policy" "queue" {
  role   = aws_iam_role.a.id
  policy = file("${path.module}/queue.json")
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

