locals {
  databases = {
    sales = "sales_uploads"
    tax   = "tax_uploads"
  }
}

resource "aws_glue_catalog_database" "uploads" {
  for_each = local.databases
  name     = each.value
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "${path.module}/code.zip"
}

resource "aws_lambda_function" "catalog" {
  function_name = "catalog"
  filename      = data.archive_file.code.output_path
  handler       = "app.handler"
  runtime       = "python3.12"
  role          = aws_iam_role.catalog.arn
}

resource "aws_iam_role" "catalog" {
  name = "catalog"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "catalog" {
  role       = aws_iam_role.catalog.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "catalog" {
  statement {
    actions = ["glue:CreateTable", "glue:UpdateTable", "glue:GetDatabase"]
    resources = concat(
      ["arn:aws:glue:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:catalog"],
      [for name in values(local.databases) : "arn:aws:glue:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:database/${name}"],
      [for name in values(local.databases) : "arn:aws:glue:${data.aws_region.current.name}:${data.aws_caller_identity.current.account_id}:table/${name}/*"],
    )
  }
}

resource "aws_iam_role_policy" "catalog" {
  role   = aws_iam_role.catalog.id
  policy = data.aws_iam_policy_document.catalog.json
}
