data "aws_caller_identity" "current" {}
resource "aws_cloudwatch_log_group" "sm" {
  name = "/sm"
}
resource "aws_iam_role" "sm" {
  name = "sm"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "states.amazonaws.com" } }]
  })
}
data "aws_iam_policy_document" "sm" {
  statement {
    actions   = ["logs:DescribeLogGroups", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.sm.arn}:*"]
  }
  statement {
    actions   = ["logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:GetLogDelivery", "logs:ListLogDeliveries", "logs:UpdateLogDelivery"]
    resources = ["*"]
  }
  statement {
    actions   = ["logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:PutResourcePolicy"]
    resources = ["arn:aws:logs:us-east-1:${data.aws_caller_identity.current.account_id}:log-group:*"]
  }
}
resource "aws_iam_role_policy" "sm" {
  role   = aws_iam_role.sm.id
  policy = data.aws_iam_policy_document.sm.json
}
resource "aws_sfn_state_machine" "sm" {
  name       = "sm"
  role_arn   = aws_iam_role.sm.arn
  definition = jsonencode({ StartAt = "A", States = { A = { Type = "Pass", End = true } } })
  logging_configuration {
    log_destination        = "${aws_cloudwatch_log_group.sm.arn}:*"
    level                  = "ALL"
    include_execution_data = true
  }
}
