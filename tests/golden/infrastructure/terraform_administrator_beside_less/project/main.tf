resource "aws_lambda_function" "notes" {
  function_name = "notes"
  filename      = "notes.zip"
  handler       = "notes.handler"
  runtime       = "python3.12"
  role          = aws_iam_role.notes.arn
}

resource "aws_sqs_queue" "notes" {
  name = "notes"
}

resource "aws_iam_role" "notes" {
  name = "notes"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "everything" {
  role       = aws_iam_role.notes.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.notes.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
