data "archive_file" "code" {
  type        = "zip"
  source_file = "${path.module}/app.js"
  output_path = "app.zip"
}

resource "aws_lambda_function" "again" {
  function_name = "again"
  role          = aws_iam_role.again.arn
  runtime       = "nodejs20.x"
  handler       = "app.handler"
  filename      = data.archive_file.code.output_path
}

resource "aws_iam_role" "again" {
  name = "again"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.again.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy" "again" {
  role = aws_iam_role.again.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction", "lambda:GetFunction"]
        Resource = "*"
      },
    ]
  })
}
