variable "name" {
  type = string
}

variable "bucket_arn" {
  type = string
}

variable "bucket_name" {
  type = string
}

variable "topic_arn" {
  type    = string
  default = null
}

data "aws_partition" "current" {}
data "aws_region" "current" {}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/worker.zip"
}

resource "aws_dynamodb_table" "jobs" {
  name         = "${var.name}-jobs"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
}

resource "aws_lambda_function" "worker" {
  function_name = "${var.name}-worker"
  role          = aws_iam_role.worker.arn
  handler       = "worker.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path

  environment {
    variables = {
      BUCKET = var.bucket_name
      TABLE  = aws_dynamodb_table.jobs.name
    }
  }
}

resource "aws_lambda_function" "report" {
  function_name = "${var.name}-report"
  role          = aws_iam_role.report.arn
  handler       = "report.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path

  environment {
    variables = {
      TOPIC = var.topic_arn
      TABLE = aws_dynamodb_table.jobs.name
    }
  }
}

resource "aws_iam_role" "worker" {
  name = "${var.name}-worker"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "worker" {
  name = "worker"
  role = aws_iam_role.worker.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Logs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:${data.aws_partition.current.partition}:logs:*:*:log-group:/aws/lambda/${var.name}-worker:*"
      },
      {
        Sid      = "Files"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
        Resource = "${var.bucket_arn}/*"
      },
    ]
  })
}

resource "aws_iam_role" "report" {
  name = "${var.name}-report"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "report" {
  name = "report"
  role = aws_iam_role.report.id
  policy = templatefile("${path.module}/policies/report.json.tpl", {
    partition = data.aws_partition.current.partition
    region    = data.aws_region.current.region
    table_arn = aws_dynamodb_table.jobs.arn
    name      = var.name
  })
}

output "report_role" {
  value = aws_iam_role.report.name
}
