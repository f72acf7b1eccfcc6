variable "role" {
  type = object({
    name = string
    arn  = string
  })
}

variable "topic_arn" {
  type = string
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/../../src"
  output_path = "code.zip"
}

resource "aws_lambda_function" "notify" {
  function_name = "notify"
  role          = var.role.arn
  handler       = "app.handler"
  runtime       = "python3.13"
  filename      = data.archive_file.code.output_path

  environment {
    variables = {
      TOPIC = var.topic_arn
    }
  }
}
