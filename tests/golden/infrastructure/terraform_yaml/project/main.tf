module "post" {
  source = "./post"
}

resource "aws_sfn_state_machine" "weigh" {
  name       = "weigh"
  role_arn   = module.post.roles.states.arn
  definition = jsonencode(yamldecode(file("${path.module}/weigh.asl.yaml")))
}
