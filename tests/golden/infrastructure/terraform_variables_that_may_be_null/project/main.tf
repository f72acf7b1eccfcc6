variable "shelf" {
  type = string
}

variable "room" {
  type    = string
  default = "attic"
}

variable "house" {
  type     = string
  nullable = false
}

resource "aws_iam_role" "books" {
  name               = "books"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.books.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy" "tables" {
  role = aws_iam_role.books.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["dynamodb:GetItem"], Resource = "arn:aws:dynamodb:*:*:table/shelves" },
      { Effect = "Allow", Action = ["dynamodb:PutItem"], Resource = "arn:aws:dynamodb:*:*:table/rooms" },
      { Effect = "Allow", Action = ["dynamodb:DeleteItem"], Resource = "arn:aws:dynamodb:*:*:table/houses" },
    ]
  })
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "code.zip"
}

resource "aws_lambda_function" "books" {
  function_name = "books"
  role          = aws_iam_role.books.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
  environment {
    variables = { SHELF = var.shelf, ROOM = var.room, HOUSE = var.house }
  }
}
