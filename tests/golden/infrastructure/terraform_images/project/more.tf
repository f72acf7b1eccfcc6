variable "tag" { default = "latest" }
resource "aws_ecr_repository" "api" { name = "api" }
resource "aws_ecr_repository" "worker" { name = "worker" }
resource "null_resource" "build" {
  provisioner "local-exec" {
    command = <<EOT
      cd ${path.module}/api
      docker build -t ${aws_ecr_repository.api.repository_url}:${var.tag} .
      docker push ${aws_ecr_repository.api.repository_url}:${var.tag}
    EOT
  }
}
resource "docker_image" "worker" {
  name = "${aws_ecr_repository.worker.repository_url}:${var.tag}"
  build {
    context = "${path.module}/worker"
  }
}
resource "docker_registry_image" "worker" {
  name = docker_image.worker.name
}
resource "aws_lambda_function" "api" {
  function_name = "api"
  role = aws_iam_role.api.arn
  package_type = "Image"
  image_uri = "${aws_ecr_repository.api.repository_url}:${var.tag}"
  depends_on = [null_resource.build]
}
resource "aws_iam_role" "api" {
  name = "api"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "api" {
  role = aws_iam_role.api.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:*"], Resource = "*" }]
  })
}
resource "aws_ecs_task_definition" "worker" {
  family = "worker"
  task_role_arn = aws_iam_role.worker.arn
  execution_role_arn = aws_iam_role.exec.arn
  container_definitions = jsonencode([{ name = "worker", image = docker_registry_image.worker.name, environment = [{ name = "TOPIC", value = aws_sns_topic.t.arn }] }])
}
resource "aws_sns_topic" "t" { name = "tt" }
resource "aws_iam_role" "worker" {
  name = "worker"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}
resource "aws_iam_role" "exec" {
  name = "exec"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy_attachment" "exec" {
  role = aws_iam_role.exec.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}
