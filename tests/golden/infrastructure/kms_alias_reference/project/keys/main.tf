variable "stage" {
  type = string
}

resource "aws_kms_key" "seal" {}

resource "aws_kms_alias" "seal" {
  name          = "alias/${var.stage}-seal"
  target_key_id = aws_kms_key.seal.key_id
}

resource "aws_iam_role" "sealer" {
  assume_role_policy = jsonencode({
    Statement = [{ Action = "sts:AssumeRole", Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "sealer" {
  role = aws_iam_role.sealer.id
  policy = jsonencode({
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["kms:DescribeKey", "kms:Sign"]
        Resource = aws_kms_key.seal.arn
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "*"
      },
    ]
  })
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/../src"
  output_path = "code.zip"
}

resource "aws_lambda_function" "sealer" {
  function_name = "sealer"
  filename      = data.archive_file.code.output_path
  handler       = "app.handler"
  runtime       = "python3.12"
  role          = aws_iam_role.sealer.arn

  environment {
    variables = { SEAL = aws_kms_alias.seal.name }
  }
}
