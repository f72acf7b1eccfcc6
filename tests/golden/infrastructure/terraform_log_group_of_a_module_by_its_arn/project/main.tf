data "aws_caller_identity" "current" {}

module "logs" {
  source = "./modules/logs"
  name   = "/aws/lambda/books"
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/code.zip"
}

resource "aws_iam_role" "books" {
  name = "books"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

data "aws_iam_policy_document" "books" {
  statement {
    actions   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/books:*", "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/books"]
  }
  statement {
    actions   = ["sqs:SendMessage", "sqs:DeleteMessage"]
    resources = ["arn:aws:sqs:eu-central-1:123456789012:inbox-of-books"]
  }
}

resource "aws_iam_role_policy" "books" {
  role   = aws_iam_role.books.id
  policy = data.aws_iam_policy_document.books.json
}

resource "aws_lambda_function" "books" {
  function_name = "books"
  role          = aws_iam_role.books.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
  environment {
    variables = { INBOX = "https://sqs.eu-central-1.amazonaws.com/123456789012/inbox-of-books" }
  }
}
