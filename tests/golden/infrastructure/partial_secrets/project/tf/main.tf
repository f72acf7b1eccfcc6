resource "aws_iam_role" "pulls" {
  name               = "pulls"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "secrets" {
  role   = aws_iam_role.pulls.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "secretsmanager:GetSecretValue", Resource = "arn:aws:secretsmanager:eu-west-2:111122223333:secret:*" }] })
}

resource "aws_ecs_task_definition" "web" {
  family             = "web"
  execution_role_arn = aws_iam_role.pulls.arn
  container_definitions = jsonencode([{
    name    = "web", image = "public.ecr.aws/garden/web:1",
    secrets = [{ name = "KEY", valueFrom = "arn:aws:secretsmanager:eu-west-2:111122223333:secret:Garden" }]
  }])
}
