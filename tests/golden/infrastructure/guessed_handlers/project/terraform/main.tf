resource "aws_iam_role" "keeper" {
  name               = "keeper"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "keeper" {
  role = aws_iam_role.keeper.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = ["s3:PutObject", "s3:GetObject"], Resource = "arn:aws:s3:::shelf/*" }]
  })
}

resource "aws_lambda_function" "keeper" {
  function_name = "keeper"
  filename      = "build/payload.zip"
  handler       = "app.handler"
  runtime       = "python3.12"
  role          = aws_iam_role.keeper.arn
}
