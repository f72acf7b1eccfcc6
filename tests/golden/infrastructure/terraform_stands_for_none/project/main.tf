# "__NONE__" is no stream: who sets the variable grants what that needs.
variable "stream" {
  type    = string
  default = null
}

data "archive_file" "code" {
  type        = "zip"
  source_file = "${path.module}/relay.py"
  output_path = "relay.zip"
}

resource "aws_lambda_function" "relay" {
  function_name = "relay"
  role          = aws_iam_role.relay.arn
  runtime       = "python3.12"
  handler       = "relay.handler"
  filename      = data.archive_file.code.output_path

  environment {
    variables = {
      STREAM = coalesce(var.stream, "__NONE__")
    }
  }
}

resource "aws_iam_role" "relay" {
  name = "relay"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.relay.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
