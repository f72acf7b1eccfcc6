resource "aws_dynamodb_table" "orders" {
  name     = "orders"
  hash_key = "id"
}

resource "aws_sqs_queue" "shard" {
  count = 3
  name  = "shard-${count.index}"
}

resource "aws_sns_topic" "alerts" {
  name = "alerts"
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

# Three of a kind: what each needs says its own number.
resource "aws_iam_role" "worker" {
  count              = 3
  name               = "worker-${count.index}"
  assume_role_policy = data.aws_iam_policy_document.lambda.json
}

resource "aws_lambda_function" "worker" {
  count         = 3
  function_name = "worker-${count.index}"
  filename      = "worker.zip"
  handler       = "app.handler"
  runtime       = "python3.12"
  role          = aws_iam_role.worker[count.index].arn
  environment {
    variables = {
      TABLE = aws_dynamodb_table.orders.name
      QUEUE = aws_sqs_queue.shard[count.index].url
    }
  }
}

data "archive_file" "worker" {
  type        = "zip"
  source_dir  = "${path.module}/worker"
  output_path = "worker.zip"
}

# Two that do different things under one block.
resource "aws_iam_role" "service" {
  for_each           = toset(["intake", "mailer"])
  name               = "${each.key}-service"
  assume_role_policy = data.aws_iam_policy_document.lambda.json
}

resource "aws_lambda_function" "service" {
  for_each      = toset(["intake", "mailer"])
  function_name = "${each.key}-service"
  filename      = data.archive_file.service[each.key].output_path
  handler       = "main.handler"
  runtime       = "python3.12"
  role          = aws_iam_role.service[each.key].arn
  environment {
    variables = {
      TABLE = aws_dynamodb_table.orders.name
      TOPIC = aws_sns_topic.alerts.arn
    }
  }
}

data "archive_file" "service" {
  for_each    = toset(["intake", "mailer"])
  type        = "zip"
  source_dir  = "${path.module}/${each.key}"
  output_path = "${each.key}.zip"
}

# One, or none: a first one may not be there.
variable "audited" {
  type    = bool
  default = true
}

resource "aws_iam_role" "audit" {
  count              = var.audited ? 1 : 0
  name               = "audit"
  assume_role_policy = data.aws_iam_policy_document.lambda.json
}

resource "aws_lambda_function" "audit" {
  count         = var.audited ? 1 : 0
  function_name = "audit"
  filename      = "worker.zip"
  handler       = "audit.handler"
  runtime       = "python3.12"
  role          = aws_iam_role.audit[0].arn
  environment {
    variables = {
      TABLE = aws_dynamodb_table.orders.name
    }
  }
}
