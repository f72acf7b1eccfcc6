resource "aws_ecs_task_definition" "vendor" {
  family = "vendor-task"
  task_role_arn = aws_iam_role.task_vendor.arn
  container_definitions = jsonencode([{ name = "vendor-c", image = "999999999999.dkr.ecr.us-east-1.amazonaws.com/vendor-scanner:3", command = ["python", "app.py"] }])
}
resource "aws_iam_role" "task_vendor" {
  name = "task_vendor"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "task_vendor" {
  role = aws_iam_role.task_vendor.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "sqs:SendMessage"], Resource = "*" }]
  })
}
resource "aws_ecs_task_definition" "given" {
  family = "given-task"
  task_role_arn = aws_iam_role.task_given.arn
  container_definitions = jsonencode([{ name = "given-c", image = var.image, command = ["python", "app.py"] }])
}
resource "aws_iam_role" "task_given" {
  name = "task_given"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "task_given" {
  role = aws_iam_role.task_given.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "sqs:SendMessage"], Resource = "*" }]
  })
}
resource "aws_ecs_task_definition" "named" {
  family = "named-task"
  task_role_arn = aws_iam_role.task_named.arn
  container_definitions = jsonencode([{ name = "named-c", image = "${aws_ecr_repository.web.repository_url}:1", command = ["python", "app.py"] }])
}
resource "aws_iam_role" "task_named" {
  name = "task_named"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "task_named" {
  role = aws_iam_role.task_named.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "sqs:SendMessage"], Resource = "*" }]
  })
}
resource "aws_ecs_task_definition" "resizer" {
  family = "resizer-task"
  task_role_arn = aws_iam_role.task_resizer.arn
  container_definitions = jsonencode([{ name = "resizer-c", image = "${aws_ecr_repository.r.repository_url}:resizer", command = ["python", "app.py"] }])
}
resource "aws_iam_role" "task_resizer" {
  name = "task_resizer"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "task_resizer" {
  role = aws_iam_role.task_resizer.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "sqs:SendMessage"], Resource = "*" }]
  })
}
resource "aws_ecs_task_definition" "tagged_api" {
  family = "tagged_api-task"
  task_role_arn = aws_iam_role.task_tagged_api.arn
  container_definitions = jsonencode([{ name = "tagged_api-c", image = "${aws_ecr_repository.r.repository_url}:api", command = ["python", "app.py"] }])
}
resource "aws_iam_role" "task_tagged_api" {
  name = "task_tagged_api"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "task_tagged_api" {
  role = aws_iam_role.task_tagged_api.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "sqs:SendMessage"], Resource = "*" }]
  })
}
