resource "aws_dynamodb_table" "t" {
  name = "sheets"
  hash_key = "pk"
  attribute {
    name = "pk"
    type = "S"
  }
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "a" {
  name = "a"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role" "b" {
  name = "b"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_policy" "alone" {
  name = "press-alone"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:PutItem"], Resource = aws_dynamodb_table.t.arn },
      { Effect = "Allow", Action = ["sqs:SendMessage"], Resource = "arn:aws:sqs:*:*:alone" },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "alone" {
  for_each   = toset([aws_iam_role.a.name, aws_iam_role.b.name])
  role       = each.value
  policy_arn = aws_iam_policy.alone.arn
}

resource "aws_iam_policy" "variable" {
  name = "press-variable"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:PutItem"], Resource = aws_dynamodb_table.t.arn },
      { Effect = "Allow", Action = ["sqs:SendMessage"], Resource = "arn:aws:sqs:*:*:variable" },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "variable" {
  for_each   = toset([aws_iam_role.a.name, aws_iam_role.b.name])
  role       = each.value
  policy_arn = aws_iam_policy.variable.arn
}

resource "aws_iam_policy" "command" {
  name = "press-command"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:PutItem"], Resource = aws_dynamodb_table.t.arn },
      { Effect = "Allow", Action = ["sqs:SendMessage"], Resource = "arn:aws:sqs:*:*:command" },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "command" {
  for_each   = toset([aws_iam_role.a.name, aws_iam_role.b.name])
  role       = each.value
  policy_arn = aws_iam_policy.command.arn
}

resource "aws_iam_policy" "local" {
  name = "press-local"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:PutItem"], Resource = aws_dynamodb_table.t.arn },
      { Effect = "Allow", Action = ["sqs:SendMessage"], Resource = "arn:aws:sqs:*:*:local" },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "local" {
  for_each   = toset([aws_iam_role.a.name, aws_iam_role.b.name])
  role       = each.value
  policy_arn = aws_iam_policy.local.arn
}

resource "aws_iam_policy" "sourced" {
  name = "press-sourced"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:PutItem"], Resource = aws_dynamodb_table.t.arn },
      { Effect = "Allow", Action = ["sqs:SendMessage"], Resource = "arn:aws:sqs:*:*:sourced" },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "sourced" {
  for_each   = toset([aws_iam_role.a.name, aws_iam_role.b.name])
  role       = each.value
  policy_arn = aws_iam_policy.sourced.arn
}

resource "aws_iam_policy" "written" {
  name = "press-written"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:PutItem"], Resource = aws_dynamodb_table.t.arn },
      { Effect = "Allow", Action = ["sqs:SendMessage"], Resource = "arn:aws:sqs:*:*:written" },
    ]
  })
}

resource "aws_iam_role_policy_attachment" "written" {
  for_each   = toset([aws_iam_role.a.name, aws_iam_role.b.name])
  role       = each.value
  policy_arn = aws_iam_policy.written.arn
}
resource "aws_iam_role_policy_attachment" "al" {
  for_each = toset([aws_iam_role.a.name, aws_iam_role.b.name])
  role = each.value
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
data "archive_file" "a" {
  type = "zip"
  source_dir = "${path.module}/src/a"
  output_path = "a.zip"
}
data "archive_file" "b" {
  type = "zip"
  source_dir = "${path.module}/src/b"
  output_path = "b.zip"
}
resource "aws_lambda_function" "a" {
  function_name = "a"
  role = aws_iam_role.a.arn
  runtime = "python3.12"
  handler = "app.handler"
  filename = data.archive_file.a.output_path
  environment {
    variables = {
      TABLE = aws_dynamodb_table.t.name
      POLICY = aws_iam_policy.variable.arn
    }
  }
}
resource "aws_lambda_function" "b" {
  function_name = "b"
  role = aws_iam_role.b.arn
  runtime = "python3.12"
  handler = "app.handler"
  filename = data.archive_file.b.output_path
  environment {
    variables = {
      TABLE = aws_dynamodb_table.t.name
    }
  }
}

resource "terraform_data" "command" {
  provisioner "local-exec" {
    command = "aws iam attach-user-policy --user-name ci --policy-arn ${aws_iam_policy.command.arn}"
  }
}

locals {
  policies = { ci = aws_iam_policy.local.arn }
}

resource "terraform_data" "local" {
  provisioner "local-exec" {
    command = "aws iam attach-user-policy --user-name ci --policy-arn ${local.policies.ci}"
  }
}

data "aws_iam_policy" "sourced" {
  name = "press-sourced"
}

resource "aws_iam_user_policy_attachment" "sourced" {
  user       = "ci"
  policy_arn = data.aws_iam_policy.sourced.arn
}

resource "aws_iam_policy" "remote" {
  name = "press-remote"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:PutItem"], Resource = aws_dynamodb_table.t.arn },
      { Effect = "Allow", Action = ["sqs:SendMessage"], Resource = "arn:aws:sqs:*:*:remote" },
    ]
  })
}

data "terraform_remote_state" "people" {
  backend = "s3"
}

resource "aws_iam_role_policy_attachment" "remote" {
  for_each   = toset([aws_iam_role.a.name, aws_iam_role.b.name])
  role       = each.value
  policy_arn = aws_iam_policy.remote.arn
}

resource "aws_iam_role_policy_attachment" "remote_people" {
  role       = data.terraform_remote_state.people.outputs.role
  policy_arn = aws_iam_policy.remote.arn
}
