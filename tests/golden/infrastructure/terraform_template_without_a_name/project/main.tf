data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
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
data "archive_file" "a" {
  type        = "zip"
  source_dir  = "${path.module}/a"
  output_path = "${path.module}/a.zip"
}
resource "aws_lambda_function" "a" {
  function_name = "a"
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.a.output_path
  role          = aws_iam_role.a.arn
  environment {
    variables = { TABLE = aws_dynamodb_table.t.name }
  }
}
resource "aws_iam_role" "a" {
  name               = "a"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}
resource "aws_iam_role_policy_attachment" "a_logs" {
  role       = aws_iam_role.a.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_iam_role_policy" "a" {
  role   = aws_iam_role.a.id
  policy = templatefile("${path.module}/p.tftpl", { arns = [aws_dynamodb_table.t.arn, "${aws_dynamodb_table.t.arn}/index/*"] })
}
