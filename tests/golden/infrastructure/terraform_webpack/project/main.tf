resource "aws_dynamodb_table" "ledger" {
  name         = "ledger"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"

  attribute {
    name = "id"
    type = "S"
  }
}

data "archive_file" "deposits" {
  type        = "zip"
  source_dir  = "${path.module}/dist/deposits"
  output_path = "${path.module}/deposits.zip"
}

data "archive_file" "withdrawals" {
  type        = "zip"
  source_dir  = "${path.module}/dist/loans/withdrawals"
  output_path = "${path.module}/withdrawals.zip"
}

resource "aws_lambda_function" "deposits" {
  function_name = "deposits"
  filename      = data.archive_file.deposits.output_path
  role          = aws_iam_role.deposits.arn
  handler       = "index.handler"
  runtime       = "nodejs22.x"

  environment {
    variables = { LEDGER = aws_dynamodb_table.ledger.name }
  }
}

resource "aws_lambda_function" "withdrawals" {
  function_name = "withdrawals"
  filename      = data.archive_file.withdrawals.output_path
  role          = aws_iam_role.withdrawals.arn
  handler       = "index.handler"
  runtime       = "nodejs22.x"

  environment {
    variables = { LEDGER = aws_dynamodb_table.ledger.name }
  }
}

resource "aws_iam_role" "deposits" {
  name               = "deposits"
  assume_role_policy = data.aws_iam_policy_document.lambda.json
}

resource "aws_iam_role" "withdrawals" {
  name               = "withdrawals"
  assume_role_policy = data.aws_iam_policy_document.lambda.json
}

data "aws_iam_policy_document" "lambda" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy_attachment" "deposits" {
  role       = aws_iam_role.deposits.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy_attachment" "withdrawals" {
  role       = aws_iam_role.withdrawals.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy" "deposits" {
  role = aws_iam_role.deposits.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["dynamodb:PutItem", "dynamodb:DeleteItem"]
      Resource = aws_dynamodb_table.ledger.arn
    }]
  })
}
