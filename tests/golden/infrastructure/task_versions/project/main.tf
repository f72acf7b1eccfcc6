resource "aws_ecs_cluster" "work" {
  name = "work"
}

resource "aws_ecs_task_definition" "report" {
  family             = "report"
  execution_role_arn = aws_iam_role.agent.arn
  container_definitions = jsonencode([{
    name  = "report"
    image = "public.ecr.aws/docker/library/busybox:latest"
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        "awslogs-group"         = "/reports/nightly"
        "awslogs-region"        = "eu-central-1"
        "awslogs-stream-prefix" = "report"
      }
    }
  }])
}

resource "aws_iam_role" "agent" {
  name               = "report-agent"
  assume_role_policy = data.aws_iam_policy_document.tasks.json
}

data "aws_iam_policy_document" "tasks" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

data "aws_region" "current" {}
data "aws_caller_identity" "current" {}

resource "aws_iam_role_policy" "agent" {
  role = aws_iam_role.agent.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = "*"
    }]
  })
}

resource "aws_sfn_state_machine" "nightly" {
  name     = "nightly"
  role_arn = aws_iam_role.conductor.arn
  definition = jsonencode({
    StartAt = "Report"
    States = {
      Report = {
        Type     = "Task"
        Resource = "arn:aws:states:::ecs:runTask"
        Parameters = {
          Cluster        = aws_ecs_cluster.work.arn
          TaskDefinition = aws_ecs_task_definition.report.arn
          LaunchType     = "FARGATE"
        }
        End = true
      }
    }
  })
}

resource "aws_iam_role" "conductor" {
  name               = "conductor"
  assume_role_policy = data.aws_iam_policy_document.states.json
}

data "aws_iam_policy_document" "states" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["states.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "conductor" {
  role   = aws_iam_role.conductor.id
  policy = data.aws_iam_policy_document.conductor.json
}

data "aws_iam_policy_document" "conductor" {
  statement {
    actions   = ["ecs:RunTask"]
    resources = ["${aws_ecs_task_definition.report.arn_without_revision}:*"]
    condition {
      test     = "ArnLike"
      variable = "ecs:cluster"
      values   = [aws_ecs_cluster.work.arn]
    }
  }

  statement {
    actions   = ["iam:PassRole"]
    resources = [aws_iam_role.agent.arn]
  }
}
