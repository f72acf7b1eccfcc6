# The function's role.
resource "aws_iam_role" "fn" {
  name               = "fn"
  assume_role_policy = data.aws_iam_policy_document.trust.json

  inline_policy {
    name = "logs"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Effect   = "Allow"
          Action   = "logs:*"
          Resource = "*"
        },
        {
          Effect   = "Allow"
          Action   = "sts:GetSessionToken"
          Resource = "*"
        },
      ]
    })
  }
}

data "aws_iam_policy_document" "fn" {
  # Reads.
  statement {
    actions = [
      "dynamodb:Query", # some
      "dynamodb:GetItem",
    ]
    resources = [aws_dynamodb_table.orders.arn, "${aws_dynamodb_table.orders.arn}/index/*"]
  }

  statement {
    sid       = "PassRole"
    effect    = "Allow"
    actions   = ["iam:PassRole"]
    resources = ["arn:aws:iam::*:role/*"]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "fn" {
  role   = aws_iam_role.fn.id
  policy = data.aws_iam_policy_document.fn.json
}

resource "aws_iam_role_policy" "json" {
  role = aws_iam_role.fn.id
  policy = <<-EOF
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Action": ["s3:PutObject"],
          "Resource": "${aws_s3_bucket.inbox.arn}/*"
        },
        {
          "Sid": "GetObjects",
          "Effect": "Allow",
          "Action": "s3:GetObject",
          "Resource": "${aws_s3_bucket.inbox.arn}/$${aws:username}/*"
        }
      ]
    }
  EOF
}
