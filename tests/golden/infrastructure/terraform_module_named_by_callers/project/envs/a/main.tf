module "f" {
  source     = "../../modules/fn"
  source_dir = "${path.root}/../../src"
  name = "a"
  bucket = "d"
}
import {
  to = module.f.aws_iam_role_policy.p
  id = "r:p"
}
