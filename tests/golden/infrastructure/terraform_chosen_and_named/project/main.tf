data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
data "archive_file" "a" {
  type        = "zip"
  source_dir  = "${path.module}/a"
  output_path = "${path.module}/a.zip"
}

resource "aws_lambda_function" "a" {
  function_name    = "a"
  role             = aws_iam_role.a.arn
  runtime          = "python3.12"
  handler          = "app.handler"
  filename         = data.archive_file.a.output_path
  source_code_hash = data.archive_file.a.output_base64sha256
  environment {
    variables = { BUCKET = var.prod ? "acme-live" : "acme-test" }
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
variable "prod" { type = bool }
