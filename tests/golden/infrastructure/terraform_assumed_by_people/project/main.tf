resource "aws_dynamodb_table" "t" {
  name = "sheets"
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
  name = "a"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
data "aws_iam_policy_document" "people" {
  source_policy_documents = [data.aws_iam_policy_document.trust.json]
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:root"]
    }
  }
}
resource "aws_iam_role" "b" {
  name = "b"
  assume_role_policy = data.aws_iam_policy_document.people.json
}
resource "aws_iam_role" "c" {
  name = "c"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } },
      {
        Effect = "Allow"
        Action = "sts:AssumeRoleWithWebIdentity"
        Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      },
    ]
  })
}
resource "aws_iam_role_policy" "table" {
  for_each = { a = aws_iam_role.a.id, b = aws_iam_role.b.id, c = aws_iam_role.c.id }
  role     = each.value
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["dynamodb:GetItem"], Resource = aws_dynamodb_table.t.arn },
    ]
  })
}
resource "aws_iam_role_policy" "a" {
  role = aws_iam_role.a.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["sqs:SendMessage"], Resource = "arn:aws:sqs:*:*:a" },
    ]
  })
}
resource "aws_iam_role_policy" "b" {
  role = aws_iam_role.b.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["sqs:SendMessage"], Resource = "arn:aws:sqs:*:*:b" },
    ]
  })
}
resource "aws_iam_role_policy" "c" {
  role = aws_iam_role.c.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["sqs:SendMessage"], Resource = "arn:aws:sqs:*:*:c" },
    ]
  })
}
resource "aws_iam_role_policy_attachment" "al" {
  for_each = toset([aws_iam_role.a.name, aws_iam_role.b.name, aws_iam_role.c.name])
  role = each.value
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
data "archive_file" "a" {
  type = "zip"
  source_dir = "${path.module}/src/a"
  output_path = "a.zip"
}
data "archive_file" "b" {
  type = "zip"
  source_dir = "${path.module}/src/a"
  output_path = "b.zip"
}
resource "aws_lambda_function" "a" {
  function_name = "a"
  role = aws_iam_role.a.arn
  runtime = "python3.12"
  handler = "app.handler"
  filename = data.archive_file.a.output_path
  environment {
    variables = {
      TABLE = aws_dynamodb_table.t.name
    }
  }
}
resource "aws_lambda_function" "b" {
  function_name = "b"
  role = aws_iam_role.b.arn
  runtime = "python3.12"
  handler = "app.handler"
  filename = data.archive_file.b.output_path
  environment {
    variables = {
      TABLE = aws_dynamodb_table.t.name
    }
  }
}
resource "aws_lambda_function" "c" {
  function_name = "c"
  role = aws_iam_role.c.arn
  runtime = "python3.12"
  handler = "app.handler"
  filename = data.archive_file.b.output_path
  environment {
    variables = {
      TABLE = aws_dynamodb_table.t.name
    }
  }
}
