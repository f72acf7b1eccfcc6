resource "random_uuid" "build" {}

resource "aws_s3_bucket" "builds" {
  bucket_prefix = "builds-"
}

resource "aws_sqs_queue" "outbox" {
  name = "outbox"
}

data "archive_file" "letters" {
  type        = "zip"
  source_dir  = "${path.module}/letters"
  output_path = "files/letters-${random_uuid.build.result}.zip"
}

resource "aws_s3_object" "letters" {
  bucket = aws_s3_bucket.builds.id
  key    = "letters/${random_uuid.build.result}.zip"
  source = data.archive_file.letters.output_path
}

data "archive_file" "parcels" {
  type        = "zip"
  source_dir  = "${path.module}/parcels"
  output_path = "files/parcels-${random_uuid.build.result}.zip"
}

resource "aws_s3_object" "parcels" {
  bucket = aws_s3_bucket.builds.id
  key    = "parcels/${random_uuid.build.result}.zip"
  source = data.archive_file.parcels.output_path
}

module "letters" {
  source = "./modules/fn"

  name = "letters"
  role = aws_iam_role.letters.arn
  code = {
    bucket = aws_s3_bucket.builds.bucket
    key    = aws_s3_object.letters.key
  }
  variables = { OUTBOX = aws_sqs_queue.outbox.url }
}

module "parcels" {
  source = "./modules/fn"

  name = "parcels"
  role = aws_iam_role.parcels.arn
  code = {
    bucket = aws_s3_bucket.builds.bucket
    key    = aws_s3_object.parcels.key
  }
  variables = {}
}

data "aws_iam_policy_document" "lambda" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "letters" {
  name               = "letters"
  assume_role_policy = data.aws_iam_policy_document.lambda.json
}

resource "aws_iam_role_policy" "letters" {
  role = aws_iam_role.letters.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:aws:logs:*:*:log-group:/aws/lambda/letters:*"
      },
      {
        Effect   = "Allow"
        Action   = "sqs:*"
        Resource = aws_sqs_queue.outbox.arn
      },
    ]
  })
}

resource "aws_iam_role" "parcels" {
  name               = "parcels"
  assume_role_policy = data.aws_iam_policy_document.lambda.json
}

resource "aws_iam_role_policy" "parcels" {
  role = aws_iam_role.parcels.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:aws:logs:*:*:log-group:/aws/lambda/parcels:*"
      },
      {
        Effect   = "Allow"
        Action   = ["sns:Publish", "translate:TranslateText"]
        Resource = "*"
      },
    ]
  })
}
