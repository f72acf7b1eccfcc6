data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
data "archive_file" "a" {
  type        = "zip"
  source_dir  = "${path.module}/a"
  output_path = "${path.module}/a.zip"
}

resource "aws_lambda_function" "a" {
  function_name    = "a"
  role             = aws_iam_role.a.arn
  runtime          = "python3.12"
  handler          = "app.handler"
  filename         = data.archive_file.a.output_path
  source_code_hash = data.archive_file.a.output_base64sha256
  environment {
    variables = { BUCKET = aws_s3_bucket.x.bucket }
  }
}
data "archive_file" "b" {
  type        = "zip"
  source_dir  = "${path.module}/b"
  output_path = "${path.module}/b.zip"
}

resource "aws_lambda_function" "b" {
  function_name    = "b"
  role             = aws_iam_role.b.arn
  runtime          = "python3.12"
  handler          = "app.handler"
  filename         = data.archive_file.b.output_path
  source_code_hash = data.archive_file.b.output_base64sha256
  environment {
    variables = { BUCKET = aws_s3_bucket.y.bucket }
  }
}
resource "aws_iam_role" "a" {
  name               = "a"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "a_logs" {
  role       = aws_iam_role.a.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_iam_role" "b" {
  name               = "b"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_iam_role_policy_attachment" "b_logs" {
  role       = aws_iam_role.b.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_s3_bucket" "x" {
  bucket = "acme-x"
}
resource "aws_s3_bucket" "y" {
  bucket = "acme-y"
}
resource "aws_iam_role_policy" "a" {
  role   = aws_iam_role.a.id
  policy = templatefile("${path.module}/policy.json.tftpl", { bucket = aws_s3_bucket.x.arn })
}
resource "aws_iam_role_policy" "b" {
  role   = aws_iam_role.b.id
  policy = templatefile("${path.module}/policy.json.tftpl", { bucket = aws_s3_bucket.y.arn })
}
