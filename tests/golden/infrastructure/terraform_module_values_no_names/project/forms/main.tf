variable "secret" {
  type = string
}

variable "worker" {
  type = string
}

variable "table" {
  type = string
}

variable "bus" {
  type = string
}

variable "key" {
  type = string
}

variable "queue" {
  type = string
}

variable "bucket" {
  type = string
}

variable "topic" {
  type = string
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "/tmp/forms.zip"
}

resource "aws_iam_role" "forms" {
  name = "forms"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "forms" {
  role = aws_iam_role.forms.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf" },
      { Effect = "Allow", Action = "lambda:InvokeFunction", Resource = "arn:aws:lambda:eu-west-1:111122223333:function:work:live" },
      { Effect = "Allow", Action = "dynamodb:GetItem", Resource = "arn:aws:dynamodb:eu-west-1:444455556666:table/days" },
      { Effect = "Allow", Action = "dynamodb:Query", Resource = "arn:aws:dynamodb:eu-west-1:444455556666:table/days/index/by-day" },
      { Effect = "Allow", Action = "events:PutEvents", Resource = "arn:aws:events:eu-west-1:444455556666:event-bus/main" },
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = "arn:aws:sqs:eu-west-1:444455556666:forms" },
      { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::forms-spare/all" },
      { Effect = "Allow", Action = "sns:Publish", Resource = "arn:aws:sns:eu-west-1:444455556666:forms" },
      { Effect = "Allow", Action = "kms:Encrypt", Resource = "arn:aws:kms:eu-west-1:444455556666:key/0a1b2c3d-0000-1111-2222-333344445555" },
      { Effect = "Allow", Action = "s3:DeleteObject", Resource = "arn:aws:s3:::forms-spare/all" },
    ]
  })
}

resource "aws_lambda_function" "forms" {
  function_name = "forms"
  role          = aws_iam_role.forms.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path

  environment {
    variables = {
      SECRET = var.secret
      WORKER = var.worker
      TABLE  = var.table
      BUS    = var.bus
      KEY    = var.key
      QUEUE  = var.queue
      BUCKET = var.bucket
      TOPIC  = var.topic
    }
  }
}
