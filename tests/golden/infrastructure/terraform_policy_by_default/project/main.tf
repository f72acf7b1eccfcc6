variable "policy_arn" {
  default = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
}
variable "policy_arns" {
  default = ["arn:aws:iam::aws:policy/AmazonSQSFullAccess"]
}
resource "aws_iam_role" "r" {
  name               = "r"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
resource "aws_iam_role_policy_attachment" "p" {
  role       = aws_iam_role.r.name
  policy_arn = var.policy_arn
}
resource "aws_iam_role_policy_attachment" "more" {
  for_each = toset(var.policy_arns)
  role       = aws_iam_role.r.name
  policy_arn = each.value
}
resource "aws_iam_role_policy_attachment" "first" {
  role       = aws_iam_role.r.name
  policy_arn = var.policy_arns[0]
}
resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = aws_iam_role.r.arn
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = "app.zip"
}
