variable "login" { type = string }
data "aws_secretsmanager_secret" "db" { name = "db" }
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "execution" {
  name               = "execution"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role_policy" "execution" {
  role = aws_iam_role.execution.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["secretsmanager:GetSecretValue"], Resource = [var.login] },
      { Effect = "Allow", Action = ["secretsmanager:GetSecretValue"], Resource = [data.aws_secretsmanager_secret.db.arn] },
    ]
  })
}
resource "aws_ecs_task_definition" "web" {
  family             = "web"
  execution_role_arn = aws_iam_role.execution.arn
  container_definitions = jsonencode([{
    name  = "web"
    image = "public.ecr.aws/x/y:1"
    secrets = [
      { name = "LOGIN", valueFrom = "${var.login}:username::" },
      { name = "DB", valueFrom = "${data.aws_secretsmanager_secret.db.arn}:password::" },
    ]
  }])
}
