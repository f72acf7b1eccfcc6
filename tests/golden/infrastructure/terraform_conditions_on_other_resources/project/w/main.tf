variable "debug" {
  type = bool
}
resource "aws_iam_role" "r" {
  name               = "r"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
resource "aws_iam_role_policy_attachment" "b" {
  role   = aws_iam_role.r.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_iam_role_policy" "debug" {
  count = var.debug ? 1 : 0
  role   = aws_iam_role.r.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["dynamodb:*"], Resource = "arn:aws:dynamodb:*:*:table/debug" }] })
}
data "archive_file" "z" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "z.zip"
}
resource "aws_lambda_function" "f" {
  function_name = "resize"
  role          = aws_iam_role.r.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.z.output_path
}
