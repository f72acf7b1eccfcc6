variable "name" {
  type = string
}

variable "table_name" {
  type = string
}

variable "journal" {
  type = object({ name = string, arn = string })
}

variable "subnet_ids" {
  type = list(string)
}

data "aws_region" "current" {}

data "aws_caller_identity" "current" {}

# Looked up by a name that the caller gives.
data "aws_dynamodb_table" "boats" {
  name = var.table_name
}

data "archive_file" "keeper" {
  type        = "zip"
  source_dir  = "${path.root}/keeper"
  output_path = "${path.module}/keeper.zip"
}

resource "aws_lambda_function" "keeper" {
  function_name = var.name
  filename      = data.archive_file.keeper.output_path
  role          = aws_iam_role.keeper.arn
  handler       = "index.handler"
  runtime       = "python3.13"

  vpc_config {
    subnet_ids         = var.subnet_ids
    security_group_ids = []
  }

  environment {
    variables = {
      BOATS   = data.aws_dynamodb_table.boats.name
      JOURNAL = var.journal["name"]
    }
  }
}

resource "aws_iam_role" "keeper" {
  name = var.name
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "keeper" {
  role = aws_iam_role.keeper.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = ["dynamodb:*"]
        Resource = [data.aws_dynamodb_table.boats.arn]
      },
      {
        Effect   = "Allow"
        Action   = ["dynamodb:PutItem", "dynamodb:DeleteItem"]
        Resource = [var.journal["arn"]]
      },
      {
        Effect = "Allow"
        Action = [
          "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface",
          "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses",
        ]
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "arn:aws:logs:${data.aws_region.current.region}:${data.aws_caller_identity.current.account_id}:log-group:/aws/lambda/*"
      },
    ]
  })
}
