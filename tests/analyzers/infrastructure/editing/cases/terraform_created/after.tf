resource "aws_iam_role" "fn" {
  name = "fn"
}

resource "aws_iam_role_policy" "fn_policywright" {
  name = "fn-more"
  role = aws_iam_role.fn.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "ReadOrders"
        Effect = "Allow"
        Action = [
          "dynamodb:GetItem",
          "dynamodb:Query",
        ]
        Resource = [
          aws_dynamodb_table.orders.arn,
          "${aws_dynamodb_table.orders.arn}/index/*",
        ]
      },
      {
        Sid      = "Stage"
        Effect   = "Allow"
        Action   = "sqs:SendMessage"
        Resource = "arn:aws:sqs:*:*:jobs-${var.stage}"
      },
    ]
  })
}

resource "aws_iam_role" "each" {
  for_each = toset(["a", "b"])
  name     = each.key
}

resource "aws_iam_role_policy" "each_policywright" {
  for_each = aws_iam_role.each

  name = "each-more"
  role = each.value.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "sts:GetSessionToken"
        Resource = "*"
      },
    ]
  })
}

module "api" {
  source = "terraform-aws-modules/lambda/aws"
}

resource "aws_iam_role_policy" "api_policywright" {
  name = "api-more"
  role = module.api.lambda_role_name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "PassRole"
        Effect   = "Allow"
        Action   = "iam:PassRole"
        Resource = "arn:aws:iam::*:role/*"
        Condition = {
          StringEquals = {
            "iam:PassedToService" = "lambda.amazonaws.com"
          }
        }
      },
    ]
  })
}

module "own" {
  source = "./own"
}
