resource "aws_s3files_access_point" "letters" {
  file_system_id = "fs-12345678"
}

resource "aws_iam_role" "reader" {
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "reader" {
  role = aws_iam_role.reader.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "s3files:ClientMount", "s3:GetObject", "s3:PutObject"]
      Resource = "*"
    }]
  })
}

resource "aws_lambda_function" "reader" {
  function_name = "reader"
  role          = aws_iam_role.reader.arn
  runtime       = "python3.13"
  handler       = "reader.handler"
  filename      = data.archive_file.reader.output_path
  file_system_config {
    arn              = aws_s3files_access_point.letters.arn
    local_mount_path = "/mnt/letters"
  }
}

data "archive_file" "reader" {
  type        = "zip"
  source_dir  = "../src"
  output_path = "reader.zip"
}
