variable "region" {}

resource "aws_iam_role" "task" {
  name = "shop-task"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ecs-tasks.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_ecs_task_definition" "shop" {
  family             = "shop"
  execution_role_arn = aws_iam_role.task.arn
  container_definitions = jsonencode([{
    name  = "shop"
    image = "example/shop:1"
    logConfiguration = {
      logDriver = "awslogs"
      options   = { "awslogs-group" = "/ecs/shop", "awslogs-region" = var.region, "awslogs-stream-prefix" = "ecs" }
    }
  }])
}

output "role_arn" {
  value = aws_iam_role.task.arn
}

output "role_name" {
  value = aws_iam_role.task.name
}
