variable "name" {
  type     = string
  default  = "press-default"
  nullable = false
}

variable "source_dir" {
  type = string
}

variable "environment" {
  type     = map(string)
  default  = {}
  nullable = false
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

variable "topics" {
  type     = list(string)
  default  = ["news"]
  nullable = false
}

resource "aws_iam_role_policy" "topics" {
  count = length(var.topics) > 0 ? 1 : 0
  role  = aws_iam_role.this.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["sqs:ReceiveMessage"]
      Resource = [for one in var.topics : "arn:aws:sqs:eu-west-1:123456789012:${one}"]
    }]
  })
}

resource "aws_iam_role" "this" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

data "archive_file" "this" {
  type        = "zip"
  source_dir  = var.source_dir
  output_path = "${path.root}/${var.name}.zip"
}

resource "aws_lambda_function" "this" {
  function_name = var.name
  role          = aws_iam_role.this.arn
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = data.archive_file.this.output_path
  environment {
    variables = var.environment
  }
}

output "role_name" {
  value = aws_iam_role.this.name
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
