data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

variable "prod" {
  type    = bool
  default = false
}

variable "stage" {
  type = string
}

module "fn" {
  source = "./modules/fn"
  stage  = var.stage
}

data "archive_file" "a" {
  type        = "zip"
  source_dir  = "${path.module}/a"
  output_path = "${path.module}/a.zip"
}

resource "aws_lambda_function" "a" {
  function_name = "a"
  role          = aws_iam_role.a.arn
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = data.archive_file.a.output_path
  environment {
    variables = { BUCKET = var.prod ? "acme-live" : "acme-test" }
  }
}

resource "aws_iam_role" "a" {
  name               = "a"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "a_logs" {
  role       = aws_iam_role.a.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy" "a" {
  name   = "a"
  role   = aws_iam_role.a.id
  policy = data.aws_iam_policy_document.a.json
}

data "aws_iam_policy_document" "a" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = [
      # The bucket of the stage.
      "arn:aws:s3:::acme-*/*"
    ]
  }
}

# People have listed both of them.
data "archive_file" "b" {
  type        = "zip"
  source_dir  = "${path.module}/b"
  output_path = "${path.module}/b.zip"
}

resource "aws_lambda_function" "b" {
  function_name = "b"
  role          = aws_iam_role.b.arn
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = data.archive_file.b.output_path
  environment {
    variables = { BUCKET = var.prod ? "acme-blue" : "acme-green" }
  }
}

resource "aws_iam_role" "b" {
  name               = "b"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "b_logs" {
  role       = aws_iam_role.b.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy" "b" {
  name   = "b"
  role   = aws_iam_role.b.id
  policy = data.aws_iam_policy_document.b.json
}

data "aws_iam_policy_document" "b" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["arn:aws:s3:::acme-blue/k", "arn:aws:s3:::acme-green/k"]
  }
}
