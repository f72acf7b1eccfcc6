resource "aws_iam_role" "mail" {
  name = "mail"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "mail" {
  role = aws_iam_role.mail.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ses:SendEmail", Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "mail" {
  role       = aws_iam_role.mail.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

data "archive_file" "first" {
  type        = "zip"
  output_path = "first.zip"
  source {
    content  = "def handler(event, context): pass"
    filename = "index.py"
  }
}

resource "aws_lambda_function" "mail" {
  function_name = "mail"
  role          = aws_iam_role.mail.arn
  runtime       = "python3.12"
  handler       = "index.handler"
  filename      = data.archive_file.first.output_path

  lifecycle {
    ignore_changes = [filename, source_code_hash]
  }
}

# As it was written before Terraform 0.12
resource "aws_iam_role" "quoted" {
  name = "quoted"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "quoted" {
  role = aws_iam_role.quoted.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ses:SendEmail", Resource = "*" }]
  })
}

resource "aws_iam_role_policy_attachment" "quoted" {
  role       = aws_iam_role.quoted.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "quoted" {
  function_name = "quoted"
  role          = aws_iam_role.quoted.arn
  runtime       = "python3.12"
  handler       = "index.handler"
  filename      = data.archive_file.first.output_path

  lifecycle {
    ignore_changes = ["filename", "last_modified"]
  }
}
