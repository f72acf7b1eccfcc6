resource "aws_iam_role" "m" {
  name = "m"
  assume_role_policy = jsonencode({Statement=[{Effect="Allow",Action="sts:AssumeRole",Principal={Service="monitoring.rds.amazonaws.com"}}]})
}
resource "aws_iam_role" "s" {
  name = "s"
  assume_role_policy = data.aws_iam_policy_document.s.json
}
data "aws_iam_policy_document" "s" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type = "Service"
      identifiers = ["states.eu-west-1.amazonaws.com"]
    }
  }
}
resource "aws_db_instance" "d" {
  identifier = "d"
  monitoring_interval = 60
  monitoring_role_arn = aws_iam_role.m.arn
}
resource "aws_sfn_state_machine" "s" {
  name = "s"
  role_arn = aws_iam_role.s.arn
  definition = "{}"
}
