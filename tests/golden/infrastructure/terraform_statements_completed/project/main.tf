data "archive_file" "z" {
  type = "zip"
  source_dir = "${path.module}/src"
  output_path = "${path.module}/z.zip"
}
resource "aws_cloudwatch_log_group" "a" {
  name = "/aws/lambda/${aws_lambda_function.a.function_name}"
}
resource "aws_lambda_function" "a" {
  function_name = "a-fn"
  role = aws_iam_role.a.arn
  handler = "app.handler"
  runtime = "python3.12"
  filename = data.archive_file.z.output_path
}
resource "aws_lambda_function" "b" {
  function_name = "b-fn"
  role = aws_iam_role.b.arn
  handler = "app.handler"
  runtime = "python3.12"
  filename = data.archive_file.z.output_path
}
resource "aws_lambda_function" "c" {
  function_name = "c-fn"
  role = aws_iam_role.c.arn
  handler = "app.handler"
  runtime = "python3.12"
  filename = data.archive_file.z.output_path
}
resource "aws_iam_role" "a" {
  name = "a"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role" "b" {
  name = "b"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role" "c" {
  name = "c"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
# half: stream there, put missing
data "aws_iam_policy_document" "a" {
  statement {
    sid = "Logs"
    actions = ["logs:CreateLogGroup", "logs:CreateLogStream"]
    resources = ["${aws_cloudwatch_log_group.a.arn}:*"]
  }
}
resource "aws_iam_role_policy" "a" {
  role = aws_iam_role.a.id
  policy = data.aws_iam_policy_document.a.json
}
# without :*
data "aws_iam_policy_document" "b" {
  statement {
    sid = "Logs"
    actions = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/b-fn"]
  }
}
resource "aws_iam_role_policy" "b" {
  role = aws_iam_role.b.id
  policy = data.aws_iam_policy_document.b.json
}
resource "aws_iam_role_policy" "c" {
  role = aws_iam_role.c.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = ["logs:PutLogEvents"]
        Resource = "arn:aws:logs:*:*:*"
      },
      {
        Effect = "Allow"
        Action = ["dynamodb:GetItem"]
        Resource = "*"
      }
    ]
  })
}
