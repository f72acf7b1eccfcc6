resource "aws_sns_topic" "done" {
  name = "done"
}

module "iam" {
  source = "./modules/iam"
}

module "functions" {
  source    = "./modules/functions"
  role      = module.iam.role
  topic_arn = aws_sns_topic.done.arn
}
