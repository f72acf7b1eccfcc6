resource "aws_iam_role" "viewer" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["lambda.amazonaws.com", "edgelambda.amazonaws.com"] }
    }]
  })
}

resource "aws_iam_role_policy" "viewer" {
  role = aws_iam_role.viewer.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:aws:logs:*:*:*"
      },
      {
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
        Resource = aws_secretsmanager_secret.sign.arn
      },
    ]
  })
}

resource "aws_secretsmanager_secret" "sign" {
  name = "sign"
}

data "archive_file" "viewer" {
  type        = "zip"
  source_file = "viewer.py"
  output_path = "viewer.zip"
}

resource "aws_lambda_function" "viewer" {
  function_name = "viewer"
  role          = aws_iam_role.viewer.arn
  runtime       = "python3.13"
  handler       = "viewer.handler"
  filename      = data.archive_file.viewer.output_path
  publish       = true
}
