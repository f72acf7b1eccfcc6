variable "stage" {
  type = string
}

variable "keep_copies" {
  type    = bool
  default = true
}

locals {
  names = ["north", "south"]
}

resource "aws_sqs_queue" "copies" {
  count = var.keep_copies ? 1 : 0
  name  = "copies"
}

resource "aws_sqs_queue" "inbox" {
  count = length(local.names)
  name  = "inbox-${local.names[count.index]}"
}

resource "aws_secretsmanager_secret" "token" {
  count = var.stage == "production" ? 0 : 1
  name  = "token"
}

resource "aws_codedeploy_app" "relay" {
  name = "relay"
}

resource "aws_codedeploy_deployment_group" "relay" {
  app_name              = aws_codedeploy_app.relay.name
  deployment_group_name = "relay"
  service_role_arn      = "arn:aws:iam::111122223333:role/deployments"
}

data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/code"
  output_path = "/tmp/code.zip"
}

resource "aws_iam_role" "relay" {
  name = "relay"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

data "aws_iam_policy_document" "relay" {
  statement {
    sid       = "Copies"
    actions   = ["sqs:SendMessage", "sqs:PurgeQueue"]
    resources = ["*"]
  }

  statement {
    actions   = ["codedeploy:PutLifecycleEventHookExecutionStatus"]
    resources = [aws_codedeploy_deployment_group.relay.arn]
  }
}

resource "aws_iam_role_policy" "relay" {
  name   = "relay"
  role   = aws_iam_role.relay.id
  policy = data.aws_iam_policy_document.relay.json
}

resource "aws_lambda_function" "relay" {
  function_name = "relay"
  role          = aws_iam_role.relay.arn
  handler       = "relay.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path

  environment {
    variables = {
      COPIES = var.keep_copies ? aws_sqs_queue.copies[0].url : ""
    }
  }
}

resource "aws_iam_role" "task" {
  name = "task"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

data "aws_iam_policy_document" "task" {
  statement {
    actions = ["secretsmanager:GetSecretValue"]
    resources = [
      var.stage == "production" ? "" : aws_secretsmanager_secret.token[0].arn,
    ]
  }
}

resource "aws_iam_role_policy" "task" {
  name   = "task"
  role   = aws_iam_role.task.id
  policy = data.aws_iam_policy_document.task.json
}

resource "aws_ecs_task_definition" "report" {
  family             = "report"
  execution_role_arn = aws_iam_role.task.arn
  container_definitions = jsonencode([{
    name  = "report"
    image = "public.ecr.aws/docker/library/busybox:1"
    secrets = [{
      name      = "TOKEN"
      valueFrom = var.stage == "production" ? "" : aws_secretsmanager_secret.token[0].arn
    }]
    logConfiguration = {
      logDriver = "awslogs"
      options   = { "awslogs-group" = "/report" }
    }
  }])
}
