variable "name" { type = string }
variable "source_dir" { type = string }
variable "table_arn" { type = string }
variable "bucket_arn" { type = string }
variable "environment" { type = map(string) }
data "archive_file" "zip" {
  type        = "zip"
  source_dir  = var.source_dir
  output_path = "${path.root}/${var.name}.zip"
}
resource "aws_lambda_function" "this" {
  function_name = var.name
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.zip.output_path
  role          = aws_iam_role.this.arn
  environment {
    variables = var.environment
  }
}
resource "aws_iam_role" "this" {
  name = "${var.name}-role"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_iam_role_policy" "this" {
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem", "dynamodb:DeleteItem"]
        Resource = var.table_arn
      },
      {
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject"]
        Resource = "${var.bucket_arn}/*"
      },
    ]
  })
}
