resource "aws_s3_bucket" "plans" {
  bucket = "plans"
}

resource "aws_iam_role" "read" {
  name = "read"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

data "aws_iam_policy_document" "read" {
  # only from inside
  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.plans.arn}/*"]
    condition {
      test     = "StringEquals"
      variable = "aws:SourceVpc"
      values   = ["vpc-0123456789abcdef0"]
    }
  }
}

resource "aws_iam_role_policy" "read" {
  role   = aws_iam_role.read.id
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_role_policy" "logs" {
  role = aws_iam_role.read.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "logs:GetLogEvents"]
      Resource  = "*"
      Condition = { Bool = { "aws:SecureTransport" = "true" } }
    }]
  })
}

resource "aws_lambda_function" "read" {
  function_name = "read"
  role          = aws_iam_role.read.arn
  runtime       = "python3.12"
  handler       = "read.handler"
  filename      = data.archive_file.read.output_path
}

data "archive_file" "read" {
  type        = "zip"
  source_file = "${path.module}/read.py"
  output_path = "read.zip"
}
