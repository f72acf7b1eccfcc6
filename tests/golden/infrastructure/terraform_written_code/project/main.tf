locals {
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

variable "model" {
  default = "some-model"
}

# Written from the template: there is another index.py, which is not this one.

resource "local_file" "dispatcher" {
  filename = "${path.module}/dispatcher_build/index.py"
  content  = <<-EOT
    import os

    import boto3

    def handler(event, context):
        boto3.client("lambda").invoke(FunctionName=os.environ["WORKER"], InvocationType="Event")
  EOT
}

data "archive_file" "dispatcher" {
  type        = "zip"
  source_dir  = "${path.module}/dispatcher_build"
  output_path = "${path.module}/dispatcher_build/function.zip"
  depends_on  = [local_file.dispatcher]
}

resource "aws_iam_role" "dispatcher" {
  name               = "dispatcher"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "dispatcher" {
  name = "dispatcher"
  role = aws_iam_role.dispatcher.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["lambda:InvokeFunction", "lambda:ListFunctions"], Resource = aws_lambda_function.worker.arn },
      { Effect = "Allow", Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], Resource = "*" },
    ]
  })
}

resource "aws_lambda_function" "dispatcher" {
  function_name = "dispatcher"
  role          = aws_iam_role.dispatcher.arn
  handler       = "index.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.dispatcher.output_path

  environment {
    variables = { WORKER = aws_lambda_function.worker.function_name }
  }
}

# Written from a template file, with something put in.

resource "local_file" "worker" {
  filename = "${path.module}/worker_build/index.py"
  content  = templatefile("${path.module}/lambda/index.py", { model = var.model })
}

data "archive_file" "worker" {
  type        = "zip"
  source_dir  = "${path.module}/worker_build"
  output_path = "${path.module}/worker_build/function.zip"
  depends_on  = [local_file.worker]
}

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "worker" {
  name = "worker"
  role = aws_iam_role.worker.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["bedrock:InvokeModel", "bedrock:ListFoundationModels"], Resource = "*" }, { Effect = "Allow", Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], Resource = "*" }]
  })
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.worker.arn
  handler       = "index.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.worker.output_path
}

# A copy of a file under another name.

resource "local_file" "sweeper" {
  filename = "${path.module}/sweeper_build/main.py"
  source   = "${path.module}/tools/sweep.py"
}

data "archive_file" "sweeper" {
  type        = "zip"
  source_file = "${path.module}/sweeper_build/main.py"
  output_path = "${path.module}/sweeper.zip"
  depends_on  = [local_file.sweeper]
}

resource "aws_iam_role" "sweeper" {
  name               = "sweeper"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "sweeper" {
  name = "sweeper"
  role = aws_iam_role.sweeper.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sqs:PurgeQueue", "sqs:SendMessage"], Resource = "arn:aws:sqs:*:*:jobs" }, { Effect = "Allow", Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], Resource = "*" }]
  })
}

resource "aws_lambda_function" "sweeper" {
  function_name = "sweeper"
  role          = aws_iam_role.sweeper.arn
  handler       = "main.sweep"
  runtime       = "python3.12"
  filename      = data.archive_file.sweeper.output_path
}

# What is written is not known here.

resource "local_file" "given" {
  filename = "${path.module}/given_build/index.py"
  content  = data.http.given.response_body
}

data "http" "given" {
  url = "https://example.com/index.py"
}

data "archive_file" "given" {
  type        = "zip"
  source_dir  = "${path.module}/given_build"
  output_path = "${path.module}/given.zip"
  depends_on  = [local_file.given]
}

resource "aws_iam_role" "given" {
  name               = "given"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "given" {
  name = "given"
  role = aws_iam_role.given.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*" }, { Effect = "Allow", Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], Resource = "*" }]
  })
}

resource "aws_lambda_function" "given" {
  function_name = "given"
  role          = aws_iam_role.given.arn
  handler       = "index.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.given.output_path
}
