data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "save" {
  name               = "save"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_lambda_function" "save_order" {
  function_name = "shop-save"
  role          = aws_iam_role.save.arn
  handler       = "bootstrap"
  runtime       = "provided.al2023"
  filename      = "backend/bin/save-order.zip"
}

resource "aws_iam_role" "each" {
  for_each           = toset(["list-orders", "drop-order"])
  name               = each.key
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_lambda_function" "each" {
  for_each      = toset(["list-orders", "drop-order"])
  function_name = "shop-${each.key}"
  role          = aws_iam_role.each[each.key].arn
  handler       = "bootstrap"
  runtime       = "provided.al2023"
  filename      = "backend/bin/${each.key}.zip"
}
