resource "aws_iam_role" "execution" {
  name               = "execution"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "execution" {
  role = aws_iam_role.execution.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["fsx:DescribeFileSystems", "fsx:DeleteFileSystem"], Resource = "*" },
      { Effect = "Allow", Action = ["ssm:GetParameters"], Resource = "arn:aws:ssm:eu-west-1:123456789012:parameter/share" },
    ]
  })
}

resource "aws_ecs_task_definition" "task" {
  family                = "task"
  execution_role_arn    = aws_iam_role.execution.arn
  container_definitions = jsonencode([{ name = "app", image = "public.ecr.aws/docker/library/busybox:latest" }])
  volume {
    name = "share"
    fsx_windows_file_server_volume_configuration {
      file_system_id = "fs-0123456789abcdef0"
      root_directory = "share"
      authorization_config {
        credentials_parameter = "arn:aws:ssm:eu-west-1:123456789012:parameter/share"
        domain                = "example.com"
      }
    }
  }
}
