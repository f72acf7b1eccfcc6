variable "stage" { default = "dev" }
variable "table_override" {
  type = string
  default = null
}
variable "topics" {
  type = map(string)
  default = { dev = "arn:aws:sns:us-east-1:111111111111:dev-a", prod = "arn:aws:sns:us-east-1:222222222222:prod-a" }
}
variable "bucket" {
  default = ""
}
variable "queue" {}
variable "cfg" { default = {} }
locals {
  table = coalesce(var.table_override, "fallback-table")
  topic = lookup(var.topics, var.stage, "arn:aws:sns:us-east-1:111111111111:other")
  bucket = var.bucket != "" ? var.bucket : "std-bucket"
  secret = try(var.cfg.secret, "std/secret")
  fn = try(var.cfg["fn"], null) != null ? var.cfg["fn"] : "std-fn"
}
data "archive_file" "z" {
  type = "zip"
  source_dir = "${path.module}/src"
  output_path = "${path.module}/z.zip"
}
resource "aws_lambda_function" "f" {
  function_name = "fn-${var.stage}"
  role = aws_iam_role.f.arn
  handler = "app.handler"
  runtime = "python3.12"
  filename = data.archive_file.z.output_path
  environment {
    variables = {
      TABLE = local.table
      TOPIC = local.topic
      BUCKET = local.bucket
      SECRET = local.secret
      FN = local.fn
      QUEUE = var.queue
    }
  }
}
resource "aws_iam_role" "f" {
  name = "f"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "p" {
  role = aws_iam_role.f.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["dynamodb:PutItem", "sns:Publish", "s3:PutObject"], Resource = "*" }]
  })
}
