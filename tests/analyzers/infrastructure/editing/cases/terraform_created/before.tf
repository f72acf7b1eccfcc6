resource "aws_iam_role" "fn" {
  name = "fn"
}

resource "aws_iam_role" "each" {
  for_each = toset(["a", "b"])
  name     = each.key
}

module "api" {
  source = "terraform-aws-modules/lambda/aws"
}

module "own" {
  source = "./own"
}
