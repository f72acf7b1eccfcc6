resource "aws_iam_policy" "a" {
  policy = jsonencode({
    "Version" : "2012-10-17",
    "Statement" : [{
      "Effect" : "Allow",
      "Action" : ["s3:GetObject", "s3:PutObject"], // both
      "Resource" : "${aws_s3_bucket.inbox.arn}/*"
    }]
  })
}

resource "aws_iam_policy" "b" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Sid      = "Mine"
      Effect   = "Allow"
      Action   = "dynamodb:*"
      Resource = "*"
    }
  })
}
