module "definition" {
  source = "git::https://git.example.com/shared/task-definition.git?ref=v2"
}

module "other" {
  source = "git::https://git.example.com/shared/task-definition.git?ref=v2"
}

locals {
  family = trimsuffix(module.definition.arn, ":${module.definition.revision}")
}

data "aws_iam_policy_document" "start" {
  statement {
    actions   = ["ecs:RunTask"]
    resources = ["${local.family}:*"]
  }
}

output "definition" {
  value = module.definition.arn
}

output "hidden" {
  value = { other = [module.other.arn] }
}

output "start_policy" {
  value = data.aws_iam_policy_document.start.json
}
