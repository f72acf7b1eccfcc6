variable "a" {
  type    = bool
  default = true
}
variable "b" {
  type    = list(string)
  default = []
}
variable "prod" {
  type = bool
}
data "archive_file" "zip" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/src.zip"
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
resource "aws_iam_role" "one" {
  name               = "one"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}
resource "aws_lambda_function" "one" {
  count         = length(var.b)
  function_name = "one-${count.index}"
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.zip.output_path
  role          = aws_iam_role.one.arn
  environment {
    variables = { TABLE = aws_dynamodb_table.t.name }
  }
}
resource "aws_iam_role_policy" "one" {
  count = var.a ? 1 : 0
  role  = aws_iam_role.one.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:Scan"], Resource = aws_dynamodb_table.t.arn },
      { Effect = "Allow", Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], Resource = "*" }
    ]
  })
}
resource "aws_iam_role" "two" {
  name               = "two"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}
resource "aws_iam_role_policy_attachment" "two" {
  role       = aws_iam_role.two.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_lambda_function" "two" {
  function_name = "two"
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.zip.output_path
  role          = aws_iam_role.two.arn
  environment {
    variables = { TABLE = aws_dynamodb_table.t.name }
  }
}
resource "aws_iam_role_policy" "two_prod" {
  count = var.prod ? 1 : 0
  role  = aws_iam_role.two.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:PutItem"], Resource = aws_dynamodb_table.t.arn }]
  })
}
resource "aws_iam_role_policy" "two_test" {
  count = var.prod ? 0 : 1
  role  = aws_iam_role.two.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:DeleteItem"], Resource = aws_dynamodb_table.t.arn }]
  })
}
resource "aws_dynamodb_table" "t" {
  name         = "things"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
  attribute {
    name = "id"
    type = "S"
  }
}
