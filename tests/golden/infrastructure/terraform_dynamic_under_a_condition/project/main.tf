data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
data "archive_file" "fn" {
  type        = "zip"
  source_dir  = "${path.module}/fn"
  output_path = "${path.module}/fn.zip"
}

resource "aws_lambda_function" "fn" {
  function_name    = "fn"
  role             = aws_iam_role.fn.arn
  runtime          = "python3.12"
  handler          = "app.handler"
  filename         = data.archive_file.fn.output_path
  source_code_hash = data.archive_file.fn.output_base64sha256
  environment {
    variables = { ARCHIVE = var.enable_archive ? aws_s3_bucket.archive[0].id : "" }
  }
}
resource "aws_iam_role" "fn" {
  name               = "fn"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "fn_logs" {
  role       = aws_iam_role.fn.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
variable "enable_archive" {
  type    = bool
  default = false
}
resource "aws_s3_bucket" "archive" {
  count  = var.enable_archive ? 1 : 0
  bucket = "acme-archive"
}
resource "aws_sns_topic" "t" {
  name = "events"
}
data "aws_iam_policy_document" "fn" {
  statement {
    sid       = "Publish"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.t.arn]
  }
  dynamic "statement" {
    for_each = var.enable_archive ? [1] : []
    content {
      sid       = "Archive"
      actions   = ["s3:PutObject", "s3:PutObjectAcl"]
      resources = ["${aws_s3_bucket.archive[0].arn}/*"]
    }
  }
}
resource "aws_iam_role_policy" "fn" {
  role   = aws_iam_role.fn.id
  policy = data.aws_iam_policy_document.fn.json
}
