resource "aws_iam_role" "node" {
  name               = "node"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_iam_role_policy" "node" {
  role = aws_iam_role.node.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["sqs:SendMessage", "sqs:ReceiveMessage"], Resource = "arn:aws:sqs:eu-west-1:123456789012:in" },
      { Effect = "Allow", Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], Resource = "arn:aws:logs:*:*:log-group:/aws/lambda/node:*" },
    ]
  })
}

resource "aws_lambda_function" "node" {
  function_name = "node"
  role          = aws_iam_role.node.arn
  runtime       = "nodejs20.x"
  handler       = "index.handler"
  filename      = "${path.module}/index.zip"
}
