data "archive_file" "dummy" {
  type        = "zip"
  output_path = "${path.module}/lambda.zip"
  source {
    content  = "exports.handler = async () => 'hello'"
    filename = "index.js"
  }
}
resource "aws_lambda_function" "f" {
  function_name = "f"
  filename      = data.archive_file.dummy.output_path
  handler       = "index.handler"
  runtime       = "nodejs20.x"
  role          = aws_iam_role.r.arn

}
resource "aws_iam_role" "r" {
  name = "r"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:PutItem"], Resource = "arn:aws:dynamodb:*:*:table/t" }] })
}
