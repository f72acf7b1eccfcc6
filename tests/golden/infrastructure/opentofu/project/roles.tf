# What Terraform takes, and OpenTofu leaves: it has roles.tofu instead.
resource "aws_iam_role" "api" {
  name               = "api"
  assume_role_policy = "{}"
}
