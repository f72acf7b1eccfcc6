# Who says what a role has: another file, a list of its policies, its own blocks; and who works under it as well.
data "archive_file" "code" {
  type        = "zip"
  source_file = "${path.module}/reader.py"
  output_path = "code.zip"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "overridden" {
  name               = "overridden"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "overridden" {
  role       = aws_iam_role.overridden.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "overridden" {
  function_name = "overridden"
  role          = aws_iam_role.overridden.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}

resource "aws_iam_role_policy" "overridden" {
  role = aws_iam_role.overridden.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:DeleteObject", Resource = "*" }]
  })
}

resource "aws_iam_role" "gone" {
  name               = "gone"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "gone" {
  role       = aws_iam_role.gone.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "gone" {
  function_name = "gone"
  role          = aws_iam_role.gone.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}

resource "aws_iam_role_policy" "gone" {
  role = aws_iam_role.gone.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]
  })
}

resource "aws_iam_role" "listed" {
  name               = "listed"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "listed" {
  role       = aws_iam_role.listed.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "listed" {
  function_name = "listed"
  role          = aws_iam_role.listed.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}

resource "aws_iam_role_policies_exclusive" "listed" {
  role_name    = aws_iam_role.listed.name
  policy_names = []
}

resource "aws_iam_role" "without" {
  name               = "without"
  assume_role_policy = data.aws_iam_policy_document.trust.json

  inline_policy {}
}

resource "aws_iam_role_policy_attachment" "without" {
  role       = aws_iam_role.without.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "without" {
  function_name = "without"
  role          = aws_iam_role.without.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}

resource "aws_iam_role" "instance" {
  name               = "instance"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "instance" {
  role       = aws_iam_role.instance.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "instance" {
  function_name = "instance"
  role          = aws_iam_role.instance.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}

resource "aws_iam_instance_profile" "instance" {
  name = "instance"
  role = aws_iam_role.instance.name
}

resource "aws_iam_role_policy" "instance" {
  role = aws_iam_role.instance.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "dynamodb:*"], Resource = "*" }]
  })
}
