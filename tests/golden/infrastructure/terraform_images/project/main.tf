resource "aws_ecr_repository" "nightly" { name = "nightly" }
module "image" {
  source = "terraform-aws-modules/lambda/aws//modules/docker-build"
  ecr_repo = "fn"
  image_tag = "1"
  source_path = "${path.module}/src"
}
module "fn" {
  source = "terraform-aws-modules/lambda/aws"
  function_name = "fn"
  create_package = false
  package_type = "Image"
  image_uri = module.image.image_uri
}
module "nightly" {
  source = "./modules/image"
  path = abspath("${path.root}/jobs/nightly")
  dir = "${path.root}/jobs/nightly"
  repo = aws_ecr_repository.nightly.repository_url
}
resource "aws_ecs_task_definition" "nightly" {
  family = "nightly"
  task_role_arn = aws_iam_role.n.arn
  container_definitions = jsonencode([{ name = "a", image = module.nightly.uri, command = ["python", "-m", "jobs.other"] }])
}
resource "aws_iam_role" "n" {
  name = "n"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}
