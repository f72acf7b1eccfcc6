resource "aws_kms_key" "topics" {}

data "aws_secretsmanager_secret" "login" {
  name = "login"
}

data "aws_kms_alias" "login" {
  name = "alias/login"
}

resource "aws_sns_topic" "done" {
  name              = "done"
  kms_master_key_id = aws_kms_key.topics.key_id
}

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "worker" {
  role   = aws_iam_role.worker.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "logs:*", Resource = "*" },
      { Effect = "Allow", Action = "sns:Publish", Resource = aws_sns_topic.done.arn },
      { Effect = "Allow", Action = ["kms:Decrypt", "kms:GenerateDataKey"], Resource = aws_kms_key.topics.arn },
      { Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = data.aws_secretsmanager_secret.login.arn },
      { Effect = "Allow", Action = "kms:Decrypt", Resource = data.aws_kms_alias.login.target_key_arn },
      { Effect = "Allow", Action = "kms:Encrypt", Resource = data.aws_kms_alias.login.target_key_arn }
    ]
  })
}

data "archive_file" "fn" {
  type        = "zip"
  source_dir  = "${path.module}/fn"
  output_path = "fn.zip"
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.worker.arn
  runtime       = "python3.13"
  handler       = "app.handler"
  filename      = data.archive_file.fn.output_path
  environment {
    variables = {
      TOPIC = aws_sns_topic.done.arn
      LOGIN = data.aws_secretsmanager_secret.login.arn
    }
  }
}
