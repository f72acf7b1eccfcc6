data "archive_file" "z" {
  type        = "zip"
  source_dir  = "src"
  output_path = "z.zip"
}
resource "aws_iam_role" "r" {
  name               = "r"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = ["dynamodb:GetItem"], Resource = "*" },
    { Effect = "Allow", Action = ["glue:GetRegistry", "glue:GetSchemaVersion"], Resource = "*" },
    { Effect = "Allow", Action = ["secretsmanager:GetSecretValue"], Resource = "*" },
    { Effect = "Allow", Action = ["kms:Decrypt"], Resource = "*" },
    { Effect = "Allow", Action = ["lambda:CheckpointDurableExecution"], Resource = "*" },
  ] })
}
resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = aws_iam_role.r.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.z.output_path
  durable_config { execution_timeout = 3 }
}
resource "aws_glue_registry" "g" { registry_name = "g" }
resource "aws_lambda_event_source_mapping" "m" {
  event_source_arn = "arn:aws:kafka:us-east-1:123456789012:cluster/c/abc"
  function_name    = aws_lambda_function.f.arn
  topics           = ["t"]
  amazon_managed_kafka_event_source_config {
    consumer_group_id = "x"
    schema_registry_config {
      schema_registry_uri = aws_glue_registry.g.arn
      event_record_format = "JSON"
      access_config {
        type = "BASIC_AUTH"
        uri  = "arn:aws:secretsmanager:us-east-1:123456789012:secret:reg-AbCdEf"
      }
    }
  }
}
resource "aws_kms_key" "k" {}
resource "aws_iam_role" "s" {
  name               = "s"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "states.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_role_policy" "sp" {
  role   = aws_iam_role.s.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = ["dynamodb:GetItem"], Resource = "*" },
    { Effect = "Allow", Action = ["kms:Decrypt", "kms:GenerateDataKey"], Resource = "*" },
  ] })
}
resource "aws_sfn_state_machine" "m" {
  name       = "m"
  role_arn   = aws_iam_role.s.arn
  definition = jsonencode({ StartAt = "A", States = { A = { Type = "Pass", End = true } } })
  encryption_configuration {
    kms_key_id = aws_kms_key.k.arn
    type       = "CUSTOMER_MANAGED_KMS_KEY"
  }
}
