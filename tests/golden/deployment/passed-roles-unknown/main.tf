variable "task_role" {}

resource "aws_iam_role" "execution" {
  name = "app-execution"
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_ecs_task_definition" "app" {
  family                = "app"
  execution_role_arn    = aws_iam_role.execution.arn
  task_role_arn         = var.task_role
  container_definitions = "[]"
}

resource "aws_codepipeline" "app" {
  name     = "app"
  role_arn = "arn:aws:iam::123456789012:role/pipeline"
  stage {
    name = "source"
    action {
      name          = "source"
      provider      = "CodeStarSourceConnection"
      configuration = { ConnectionArn = "arn:aws:codestar-connections:eu-west-1:123456789012:connection/1" }
    }
  }
}

resource "aws_backup_selection" "all" {
  name         = "all"
  plan_id      = "plan"
  iam_role_arn = "arn:aws:iam::123456789012:role/backup"
}

resource "aws_instance" "one" {
  iam_instance_profile = "somebodys"
}
