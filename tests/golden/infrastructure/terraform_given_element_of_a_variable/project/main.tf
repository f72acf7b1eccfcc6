variable "more" {
  type    = list(string)
  default = []
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "code.zip"
}

resource "aws_lambda_function" "read" {
  function_name = "read"
  role          = aws_iam_role.read.arn
  handler       = "app.handler"
  runtime       = "python3.13"
  filename      = data.archive_file.code.output_path
}

resource "aws_iam_role" "read" {
  name               = "read"
  assume_role_policy = data.aws_iam_policy_document.trust.json
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

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.read.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

data "aws_iam_policy_document" "read" {
  dynamic "statement" {
    for_each = [
      { actions = ["s3:GetObject"], resources = ["*"] },
      { actions = var.more, resources = ["*"] },
    ]
    content {
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
}

resource "aws_iam_role_policy" "read" {
  role   = aws_iam_role.read.id
  policy = data.aws_iam_policy_document.read.json
}
