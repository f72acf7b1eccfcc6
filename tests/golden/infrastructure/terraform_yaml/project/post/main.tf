locals {
  settings = yamldecode(file("${path.module}/settings.yaml"))
}

resource "aws_iam_role" "roles" {
  for_each = toset(["lambda", "states"])

  name = "post-${each.key}"
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "${each.key}.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "states" {
  role = aws_iam_role.roles.states.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["lambda:InvokeFunction", "lambda:GetFunction"], Resource = aws_lambda_function.sort.arn },
      { Effect = "Allow", Action = ["sns:Publish"], Resource = "*" },
    ]
  })
}

resource "aws_iam_role_policy" "lambda" {
  role = aws_iam_role.roles.lambda.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], Resource = "*" },
      { Effect = "Allow", Action = local.settings.actions, Resource = "*" },
    ]
  })
}

resource "aws_sfn_state_machine" "sort" {
  name     = "sort"
  role_arn = aws_iam_role.roles["states"].arn
  definition = jsonencode(yamldecode(templatefile("${path.module}/machines/sort.asl.yml", {
    sort = aws_lambda_function.sort.arn
  })))
}

data "archive_file" "sort" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "sort.zip"
}

resource "aws_lambda_function" "sort" {
  function_name = local.settings.function.name
  role          = aws_iam_role.roles.lambda.arn
  runtime       = "python3.13"
  handler       = "sort.handler"
  filename      = data.archive_file.sort.output_path
}

output "roles" {
  value = aws_iam_role.roles
}
