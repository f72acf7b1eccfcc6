variable "package" {
  type = string
}

resource "aws_iam_role" "sift" {
  name = "sift"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "sift" {
  role = aws_iam_role.sift.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "*"
      },
    ]
  })
}

resource "aws_lambda_function" "sift" {
  function_name = "sift"
  role          = aws_iam_role.sift.arn
  handler       = "bootstrap"
  runtime       = "provided.al2023"
  filename      = var.package
}
