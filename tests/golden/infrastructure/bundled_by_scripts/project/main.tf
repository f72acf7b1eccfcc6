resource "aws_lambda_function" "relay" {
  function_name = "relay"
  role          = aws_iam_role.relay.arn
  runtime       = "nodejs22.x"
  handler       = "index.forward"
  filename      = "functions/relay/relay.zip"
}

resource "aws_iam_role" "relay" {
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "relay" {
  role = aws_iam_role.relay.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage", "sqs:ReceiveMessage", "dynamodb:Scan"]
      Resource = "*"
    }]
  })
}

resource "aws_lambda_function" "tally" {
  function_name = "tally"
  role          = aws_iam_role.tally.arn
  runtime       = "nodejs22.x"
  handler       = "index.handler"
  filename      = "functions/tally/tally.zip"
}

resource "aws_iam_role" "tally" {
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "tally" {
  role = aws_iam_role.tally.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage", "sqs:ReceiveMessage", "dynamodb:Scan"]
      Resource = "*"
    }]
  })
}

