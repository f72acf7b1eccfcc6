locals {
  orders = templatefile("${path.module}/orders.asl.json", {
    validate = aws_lambda_function.validate.arn
    table    = aws_dynamodb_table.orders.name
    queue    = aws_sqs_queue.jobs.url
  })
}

# By integrations: one is wider than what the states call, one is lacking.
module "integrated" {
  source     = "terraform-aws-modules/step-functions/aws"
  version    = "~> 4.2"
  name       = "integrated"
  definition = local.orders

  service_integrations = {
    lambda   = { lambda = ["*"] }
    dynamodb = { dynamodb = [aws_dynamodb_table.orders.arn] }
    xray     = { xray = true }
  }
  logging_configuration = { level = "ERROR" }
}

# What this integration grants differs from version to version.
module "nested" {
  source     = "terraform-aws-modules/step-functions/aws"
  name       = "nested"
  definition = local.orders

  service_integrations = {
    lambda            = { lambda = [aws_lambda_function.validate.arn] }
    stepfunction_Sync = { stepfunction = ["*"], events = true }
  }
}

module "stated" {
  source     = "terraform-aws-modules/step-functions/aws"
  name       = "stated"
  definition = local.orders

  attach_policy_statements = true
  policy_statements = {
    functions = {
      effect    = "Allow"
      actions   = ["lambda:InvokeFunction", "lambda:GetFunction"]
      resources = ["*"]
    }
    table = {
      effect    = "Allow"
      actions   = ["dynamodb:*"]
      resources = [aws_dynamodb_table.orders.arn]
    }
  }
}

module "elsewhere" {
  source            = "terraform-aws-modules/step-functions/aws"
  name              = "elsewhere"
  definition        = local.orders
  create_role       = false
  use_existing_role = true
  role_arn          = aws_iam_role.machine.arn
}

resource "aws_iam_role" "machine" {
  name               = "machine"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "states.amazonaws.com" } }] })
}

resource "aws_iam_role_policy" "machine" {
  role = aws_iam_role.machine.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["lambda:*", "dynamodb:PutItem", "sqs:SendMessage"], Resource = "*" }]
  })
}

resource "aws_dynamodb_table" "orders" {
  name     = "orders"
  hash_key = "id"
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

data "archive_file" "validate" {
  type        = "zip"
  source_file = "${path.module}/src/validate.py"
  output_path = "validate.zip"
}

resource "aws_lambda_function" "validate" {
  function_name = "validate"
  role          = aws_iam_role.function.arn
  handler       = "validate.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.validate.output_path
}

resource "aws_iam_role" "function" {
  name               = "function"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}

resource "aws_iam_role_policy_attachment" "function" {
  role       = aws_iam_role.function.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
