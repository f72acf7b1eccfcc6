variable "effect" { default = "Allow" }
variable "rules" {
  default = [
    { effect = "Deny", actions = ["sqs:*"] },
    { effect = "Allow", actions = ["ses:*"] },
  ]
}
resource "aws_iam_role" "r" {
  name = "r"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.r.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
data "aws_iam_policy_document" "p" {
  statement {
    effect    = var.effect
    actions   = ["s3:*"]
    resources = ["*"]
  }
  dynamic "statement" {
    for_each = var.rules
    content {
      effect    = statement.value.effect
      actions   = statement.value.actions
      resources = ["*"]
    }
  }
  statement {
    actions   = ["sns:Publish"]
    resources = ["*"]
  }
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.id
  policy = data.aws_iam_policy_document.p.json
}
resource "aws_lambda_function" "f" {
  function_name = "fn"
  role          = aws_iam_role.r.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.z.output_path
}
data "archive_file" "z" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "src.zip"
}
