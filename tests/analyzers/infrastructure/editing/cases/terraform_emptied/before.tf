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
      ]
    })
  }
}

data "aws_iam_policy_document" "fn" {
  # Reads.
  statement {
    actions = [
      "dynamodb:Scan", # everything
      "dynamodb:Query", # some
    ]
    resources = [aws_dynamodb_table.orders.arn]
  }

  statement {
    sid       = "Objects"
    actions   = ["s3:*"]
    resources = ["*"]
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
        }
      ]
    }
  EOF
}
