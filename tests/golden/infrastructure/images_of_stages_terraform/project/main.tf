resource "aws_ecr_repository" "r" { name = "r" }
resource "null_resource" "build" {
  provisioner "local-exec" {
    command = "docker build --target two -t ${aws_ecr_repository.r.repository_url}:two web && docker build --target 1 -t ${aws_ecr_repository.r.repository_url}:end web"
  }
}
resource "aws_lambda_function" "two" {
  function_name = "two"
  role = aws_iam_role.two.arn
  package_type = "Image"
  image_uri = "${aws_ecr_repository.r.repository_url}:two"
}
resource "aws_iam_role" "two" { assume_role_policy = "{}" }
resource "aws_lambda_function" "end" {
  function_name = "end"
  role = aws_iam_role.end.arn
  package_type = "Image"
  image_uri = "${aws_ecr_repository.r.repository_url}:end"
}
resource "aws_iam_role" "end" { assume_role_policy = "{}" }
