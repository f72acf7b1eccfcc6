locals {
  common = [
    { Effect = "Allow", Action = ["sqs:SendMessage"], Resource = "*" },
    { Effect = "Allow", Action = ["kms:Sign"], Resource = "*" },
  ]
  trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

data "aws_iam_policy_document" "base" {
  statement {
    actions   = ["sns:Publish"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "reads" {
  source_policy_documents = [data.aws_iam_policy_document.base.json]
  statement {
    actions   = ["dynamodb:*"]
    resources = ["*"]
  }
}

resource "aws_iam_role" "quiet" {
  name               = "quiet"
  assume_role_policy = local.trust
}

resource "aws_iam_role" "sends" {
  name               = "sends"
  assume_role_policy = local.trust
}

resource "aws_iam_role" "reads" {
  name               = "reads"
  assume_role_policy = local.trust
}

resource "aws_iam_role" "writes" {
  name               = "writes"
  assume_role_policy = local.trust
}

# What both have is written once; what "sends" has beside it is its own.
resource "aws_iam_role_policy" "quiet" {
  role   = aws_iam_role.quiet.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.common })
}

resource "aws_iam_role_policy" "sends" {
  role = aws_iam_role.sends.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(local.common, [
      { Effect = "Allow", Action = ["s3:*"], Resource = "*" },
    ])
  })
}

resource "aws_iam_policy" "base" {
  name   = "base"
  policy = data.aws_iam_policy_document.base.json
}

resource "aws_iam_policy" "reads" {
  name   = "reads"
  policy = data.aws_iam_policy_document.reads.json
}

resource "aws_iam_policy" "both" {
  name   = "both"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["events:*"], Resource = "*" }] })
}

resource "aws_iam_role_policy_attachment" "base" {
  role       = aws_iam_role.writes.name
  policy_arn = aws_iam_policy.base.arn
}

resource "aws_iam_role_policy_attachment" "reads" {
  role       = aws_iam_role.reads.name
  policy_arn = aws_iam_policy.reads.arn
}

resource "aws_iam_role_policy_attachment" "both_reads" {
  role       = aws_iam_role.reads.name
  policy_arn = aws_iam_policy.both.arn
}

resource "aws_iam_role_policy_attachment" "both_writes" {
  role       = aws_iam_role.writes.name
  policy_arn = aws_iam_policy.both.arn
}

resource "aws_lambda_function" "quiet" {
  function_name = "quiet"
  role          = aws_iam_role.quiet.arn
  runtime       = "python3.12"
  handler       = "app.quiet"
  filename      = data.archive_file.code.output_path
}

resource "aws_lambda_function" "sends" {
  function_name = "sends"
  role          = aws_iam_role.sends.arn
  runtime       = "python3.12"
  handler       = "app.sends"
  filename      = data.archive_file.code.output_path
}

resource "aws_lambda_function" "reads" {
  function_name = "reads"
  role          = aws_iam_role.reads.arn
  runtime       = "python3.12"
  handler       = "app.reads"
  filename      = data.archive_file.code.output_path
}

resource "aws_lambda_function" "writes" {
  function_name = "writes"
  role          = aws_iam_role.writes.arn
  runtime       = "python3.12"
  handler       = "app.writes"
  filename      = data.archive_file.code.output_path
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "code.zip"
}
