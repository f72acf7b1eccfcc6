variable "folder" { type = string }
variable "save" { type = map(string) }
variable "notes" { type = map(string) }

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "notes" {
  statement {
    actions   = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan"]
    resources = [var.notes["arn"]]
  }
}

resource "aws_iam_role" "save" {
  name               = var.save["name"]
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "save" {
  role   = aws_iam_role.save.id
  policy = data.aws_iam_policy_document.notes.json
}

resource "aws_iam_role_policy_attachment" "save" {
  role       = aws_iam_role.save.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "save" {
  function_name = var.save["name"]
  role          = aws_iam_role.save.arn
  handler       = var.save["name"]
  runtime       = "go1.x"
  filename      = "${var.folder}/${var.save["name"]}-${var.save["version"]}.zip"

  environment {
    variables = { NOTES = var.notes["name"] }
  }
}
