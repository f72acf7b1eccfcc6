resource "aws_iam_role" "built" {
  name               = "built"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_iam_role_policy" "built" {
  role = aws_iam_role.built.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["s3:*"], Resource = "*" },
      { Effect = "Allow", Action = ["logs:*"], Resource = "*" },
    ]
  })
}

resource "aws_lambda_function" "built" {
  function_name = "built"
  role          = aws_iam_role.built.arn
  runtime       = "nodejs20.x"
  handler       = "index.handler"
  filename      = "${path.module}/function.zip"
}
