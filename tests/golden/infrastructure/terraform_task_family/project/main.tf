resource "aws_ecs_cluster" "jobs" {
  name = "jobs"
}

resource "aws_ecs_task_definition" "import" {
  family                = "catalog-import"
  container_definitions = jsonencode([{ name = "main", image = "public.ecr.aws/docker/library/busybox:1.36" }])
}

resource "aws_iam_role" "start" {
  name = "start"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "start" {
  role = aws_iam_role.start.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["ecs:RunTask", "ecs:StopTask"]
        Resource = "arn:aws:ecs:eu-west-1:111122223333:task-definition/catalog-import:*"
      },
    ]
  })
}

resource "aws_lambda_function" "start" {
  function_name = "start"
  role          = aws_iam_role.start.arn
  runtime       = "python3.12"
  handler       = "app.handler"
  filename      = "app.zip"
  environment {
    variables = {
      CLUSTER     = aws_ecs_cluster.jobs.name
      IMPORT_TASK = aws_ecs_task_definition.import.arn
    }
  }
}
