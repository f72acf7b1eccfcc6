resource "aws_dynamodb_table" "t" {
  name         = "t"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_dynamodb_table" "u" {
  name         = "u"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
}
resource "aws_iam_role" "f" {
  name               = "f"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = aws_iam_role.f.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.f.output_path
  environment {
    variables = {
      TABLE = aws_dynamodb_table.t.name
    }
  }
}
data "archive_file" "f" {
  type        = "zip"
  source_dir  = "${path.module}/a"
  output_path = "f.zip"
}
resource "aws_iam_role_policy" "f" {
  role   = aws_iam_role.f.id
  policy = templatefile("${path.module}/p.json.tftpl", { arns = [aws_dynamodb_table.t.arn, aws_dynamodb_table.u.arn] })
}
