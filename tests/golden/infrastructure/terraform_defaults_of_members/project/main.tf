variable "letters" {
  type = object({
    table = string
    queue = string
  })
  default = {
    "table" : "Letters"
    queue = "letters"
  }
}

resource "aws_dynamodb_table" "letters" {
  name         = var.letters.table
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_sqs_queue" "letters" {
  name = var.letters["queue"]
}

data "archive_file" "src" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/src.zip"
}

resource "aws_lambda_function" "read" {
  function_name = "read"
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.src.output_path
  role          = aws_iam_role.read.arn
}

resource "aws_iam_role" "read" {
  name = "read"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.read.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy" "read" {
  role = aws_iam_role.read.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:Scan"], Resource = aws_dynamodb_table.letters.arn },
      { Effect = "Allow", Action = ["sqs:GetQueueUrl"], Resource = aws_sqs_queue.letters.arn },
    ]
  })
}
