# A dynamic block goes whole; what a list that callers fill may need stays.
variable "secrets" {
  type = list(object({ name = string, valueFrom = string }))
}

variable "mail" {
  type = bool
}

resource "aws_ssm_parameter" "version" {
  name  = "version"
  type  = "String"
  value = "1"
}

resource "aws_ecs_task_definition" "press" {
  family             = "press"
  execution_role_arn = aws_iam_role.execution.arn
  container_definitions = jsonencode([{
    name    = "press"
    image   = "public.ecr.aws/nginx/nginx:1.27"
    secrets = concat(var.secrets, [{ name = "VERSION", valueFrom = aws_ssm_parameter.version.arn }])
  }])
}

resource "aws_iam_role" "execution" {
  name = "press-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "execution" {
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.execution.json
}

data "aws_iam_policy_document" "execution" {
  statement {
    actions   = ["ssm:GetParameters"]
    resources = [aws_ssm_parameter.version.arn]
  }

  dynamic "statement" {
    for_each = length(var.secrets) > 0 ? [1] : []
    content {
      actions   = ["ssm:GetParameters"]
      resources = [for one in var.secrets : one.valueFrom]
    }
  }
}

data "archive_file" "code" {
  type        = "zip"
  source_file = "${path.module}/fold.py"
  output_path = "fold.zip"
}

resource "aws_lambda_function" "fold" {
  function_name = "fold"
  role          = aws_iam_role.fold.arn
  runtime       = "python3.12"
  handler       = "fold.handler"
  filename      = data.archive_file.code.output_path
}

resource "aws_iam_role" "fold" {
  name = "fold"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "fold" {
  role   = aws_iam_role.fold.id
  policy = data.aws_iam_policy_document.fold.json
}

data "aws_iam_policy_document" "fold" {
  statement {
    actions   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:aws:logs:*:*:log-group:/aws/lambda/fold:*"]
  }

  dynamic "statement" {
    for_each = var.mail ? [1] : []
    content {
      actions   = ["ses:SendEmail"]
      resources = ["arn:aws:ses:eu-west-1:123456789012:identity/press.example"]
    }
  }
}
