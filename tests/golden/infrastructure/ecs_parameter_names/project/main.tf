# ECS takes a parameter by its ARN or by its name: both need it.
variable "place" {
  type = string
}

data "aws_ssm_parameter" "license" {
  name = "/${var.place}/license"
}

resource "aws_ssm_parameter" "version" {
  name  = "/${var.place}/version"
  type  = "String"
  value = "1"
}

resource "aws_ecs_task_definition" "printer" {
  family             = "printer"
  execution_role_arn = aws_iam_role.execution.arn
  container_definitions = jsonencode([{
    name  = "printer"
    image = "public.ecr.aws/nginx/nginx:1.27"
    secrets = [
      { name = "LICENSE", valueFrom = data.aws_ssm_parameter.license.name },
      { name = "VERSION", valueFrom = aws_ssm_parameter.version.arn },
    ]
  }])
}

resource "aws_iam_role" "execution" {
  name               = "printer-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "execution" {
  role = aws_iam_role.execution.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["ssm:GetParameters", "ssm:DescribeParameters"]
      Resource = [data.aws_ssm_parameter.license.arn, aws_ssm_parameter.version.arn]
    }]
  })
}
