variable "more_actions" {
  type = list(string)
}

variable "stream_arn" {
  type = string
}

variable "archive_table_arn" {
  type = string
}

data "aws_dynamodb_table" "raw" {
  name = "raw"
}

resource "aws_s3_bucket" "data" {
  bucket = "data-of-orders"
}

resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_iam_role" "reader" {
  name = "reader"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.reader.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

data "aws_iam_policy_document" "reader" {
  # What the caller lists: whether s3:PutObject is among it, a deployment tells.
  statement {
    actions   = var.more_actions
    resources = ["${aws_s3_bucket.data.arn}/*"]
  }

  # The stream that is polled, or another one.
  statement {
    actions = [
      "dynamodb:DescribeStream",
      "dynamodb:GetRecords",
      "dynamodb:GetShardIterator",
      "dynamodb:ListStreams",
    ]
    resources = [var.stream_arn]
  }

  # Nobody passes in the table that is made here.
  statement {
    actions   = ["dynamodb:PutItem"]
    resources = [var.archive_table_arn]
  }
}

resource "aws_iam_role_policy" "reader" {
  role   = aws_iam_role.reader.id
  policy = data.aws_iam_policy_document.reader.json
}

data "archive_file" "reader" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/reader.zip"
}

resource "aws_lambda_function" "reader" {
  function_name = "reader"
  role          = aws_iam_role.reader.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.reader.output_path

  environment {
    variables = {
      BUCKET = aws_s3_bucket.data.bucket
      TABLE  = aws_dynamodb_table.orders.name
    }
  }
}

resource "aws_lambda_event_source_mapping" "raw" {
  event_source_arn  = data.aws_dynamodb_table.raw.stream_arn
  function_name     = aws_lambda_function.reader.arn
  starting_position = "LATEST"
}
