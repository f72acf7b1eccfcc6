data "aws_secretsmanager_secret" "login" {
  name = "login"
}

data "aws_secretsmanager_secret_version" "login" {
  secret_id = data.aws_secretsmanager_secret.login.id
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.id
  policy    = "{}"
}

resource "aws_s3_bucket" "files" {
  bucket = "files-of-ours"
}

resource "aws_s3_bucket_versioning" "files" {
  bucket = aws_s3_bucket.files.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_kms_key" "signing" {
  customer_master_key_spec = "ECC_NIST_P256"
  key_usage                = "SIGN_VERIFY"
}

resource "aws_kms_alias" "signing" {
  name          = "alias/signing"
  target_key_id = aws_kms_key.signing.key_id
}

data "aws_kms_alias" "shared" {
  name = "alias/shared"
}

resource "aws_iam_role" "fn" {
  name               = "fn"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "fn" {
  role = aws_iam_role.fn.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = data.aws_secretsmanager_secret_version.login.arn },
      { Effect = "Allow", Action = "kms:Sign", Resource = aws_kms_key.signing.arn },
      { Effect = "Allow", Action = "kms:Verify", Resource = data.aws_kms_alias.shared.target_key_arn },
      { Effect = "Allow", Action = "sqs:SendMessage", Resource = aws_sqs_queue.jobs.arn },
      { Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::${aws_s3_bucket_versioning.files.id}/*" },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.fn.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "fn" {
  function_name = "fn"
  role          = aws_iam_role.fn.arn
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = "fn.zip"
  source_code_hash = data.archive_file.fn.output_base64sha256

  environment {
    variables = {
      SECRET = data.aws_secretsmanager_secret.login.arn
      QUEUE  = aws_sqs_queue_policy.jobs.id
      BUCKET = aws_s3_bucket.files.id
      KEY    = aws_kms_alias.signing.arn
      SHARED = data.aws_kms_alias.shared.arn
    }
  }
}

data "archive_file" "fn" {
  type        = "zip"
  source_dir  = "${path.module}/fn"
  output_path = "fn.zip"
}
