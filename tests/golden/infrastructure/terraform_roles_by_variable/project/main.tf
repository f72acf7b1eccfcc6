variable "role" {
  type = string
}

variable "stage" {
  type = string
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "/tmp/code.zip"
}

resource "aws_iam_role" "tides" {
  name = var.role
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role" "moons" {
  name = "moons-${var.stage}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

# By the variable, by what the variable is, by an ARN with the name in it.
resource "aws_iam_role_policy_attachment" "logs" {
  role       = var.role
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy" "tides" {
  role   = "tides-dev-role"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}

resource "aws_iam_role_policy" "moons" {
  role   = "moons-${var.stage}"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}

resource "aws_iam_role_policy_attachment" "moons" {
  role       = aws_iam_role.moons.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "tides" {
  function_name = "tides"
  role          = "arn:aws:iam::111122223333:role/${var.role}"
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}

resource "aws_lambda_function" "moons" {
  function_name = "moons"
  role          = aws_iam_role.moons.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}
