variable "name" {
  type = string
}

variable "source_dir" {
  type = string
}

variable "environment" {
  type    = map(string)
  default = {}
}

variable "policy_json" {
  type    = string
  default = null
}

variable "policy_arns" {
  type     = list(string)
  default  = []
  nullable = false
}

variable "statements" {
  type = list(object({
    actions   = list(string)
    resources = list(string)
  }))
  default = []
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

resource "aws_iam_role" "this" {
  name               = var.name
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.this.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy_attachment" "more" {
  for_each   = toset(var.policy_arns)
  role       = aws_iam_role.this.name
  policy_arn = each.value
}

resource "aws_iam_role_policy" "json" {
  count  = var.policy_json != null ? 1 : 0
  role   = aws_iam_role.this.id
  policy = var.policy_json
}

data "aws_iam_policy_document" "statements" {
  dynamic "statement" {
    for_each = var.statements
    content {
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
}

resource "aws_iam_role_policy" "statements" {
  count  = length(var.statements) > 0 ? 1 : 0
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.statements.json
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
