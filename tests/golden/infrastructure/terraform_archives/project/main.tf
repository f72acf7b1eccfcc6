locals {
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

data "archive_file" "forward" {
  type        = "zip"
  output_path = "${path.module}/lambda/forward.zip"

  source {
    filename = "index.py"
    content  = file("${path.module}/lambda/forward.py")
  }
}

resource "aws_kinesis_firehose_delivery_stream" "lines" {
  name        = "lines"
  destination = "extended_s3"
}

resource "aws_iam_role" "forward" {
  name               = "forward"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "forward" {
  name = "forward"
  role = aws_iam_role.forward.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["firehose:PutRecord", "firehose:DescribeDeliveryStream"], Resource = aws_kinesis_firehose_delivery_stream.lines.arn },
      { Effect = "Allow", Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], Resource = "*" },
    ]
  })
}

resource "aws_lambda_function" "forward" {
  function_name = "forward"
  role          = aws_iam_role.forward.arn
  handler       = "index.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.forward.output_path

  environment {
    variables = { STREAM = aws_kinesis_firehose_delivery_stream.lines.name }
  }
}

resource "aws_iam_role" "weigh" {
  name               = "weigh"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "weigh" {
  name = "weigh"
  role = aws_iam_role.weigh.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]
  })
}

resource "aws_lambda_function" "weigh" {
  function_name = "weigh"
  role          = aws_iam_role.weigh.arn
  handler       = "bootstrap"
  runtime       = "provided.al2023"
  filename      = "rust/target/weigh.zip"
}
