variable "name" {
  type = string
}
variable "bucket_arn" {
  type = string
}
resource "aws_iam_role" "this" {
  name = var.name
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_iam_role_policy" "data" {
  role = aws_iam_role.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
      Resource = "${var.bucket_arn}/*"
    }, {
      Effect   = "Allow"
      Action   = "s3:*"
      Resource = "*"
    }]
  })
}
output "role_arn" {
  value = aws_iam_role.this.arn
}
output "role_name" {
  value = aws_iam_role.this.name
}
