data "aws_caller_identity" "current" {}

data "aws_region" "current" {}

resource "aws_ecr_repository" "import" {
  name = "import"
}

resource "aws_secretsmanager_secret" "login" {
  name = "login"
}

resource "aws_iam_role" "prepare" {
  name               = "prepare"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "ecs-tasks.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_iam_role_policy" "prepare" {
  role = aws_iam_role.prepare.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "secretsmanager:*"
        Resource = aws_secretsmanager_secret.login.arn
      },
    ]
  })
}

resource "aws_ecs_task_definition" "import" {
  family                   = "import"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.prepare.arn
  container_definitions = jsonencode([
    {
      name    = "import"
      image   = "${aws_ecr_repository.import.repository_url}:latest"
      secrets = [{ name = "LOGIN", valueFrom = aws_secretsmanager_secret.login.arn }]
      logConfiguration = {
        logDriver = "awslogs"
        options   = { "awslogs-group" = "/import", "awslogs-region" = data.aws_region.current.name }
      }
    }
  ])
}
