variable "name" {}
variable "bucket" {}
variable "source_dir" {}
resource "aws_iam_role" "r" {
  name               = "r-${var.name}"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
resource "aws_iam_role_policy_attachment" "l" {
  role       = aws_iam_role.r.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_iam_role_policy" "p" {
  role = aws_iam_role.r.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
        Resource = "arn:aws:s3:::${var.bucket}/*"
      },
    ]
  })
}
resource "aws_lambda_function" "f" {
  function_name = var.name
  role          = aws_iam_role.r.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.z.output_path
  environment { variables = { BUCKET = var.bucket } }
}
data "archive_file" "z" {
  type        = "zip"
  source_dir  = var.source_dir
  output_path = "${path.module}/z.zip"
}
