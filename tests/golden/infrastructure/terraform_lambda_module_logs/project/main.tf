variable "letters" {
  type = object({ is_enabled = bool })
}

module "shared_log" {
  source = "terraform-aws-modules/cloudwatch/aws//modules/log-group"
  name   = "/post/all"
}

# Its log group is another one, which is there already.
module "stamps" {
  source                            = "terraform-aws-modules/lambda/aws"
  function_name                     = "stamps"
  handler                           = "post.stamps"
  runtime                           = "python3.13"
  source_path                       = "src"
  use_existing_cloudwatch_log_group = true
  logging_log_group                 = module.shared_log.cloudwatch_log_group_name
  attach_cloudwatch_logs_policy     = false
  attach_policy_statements          = true
  policy_statements = {
    log = {
      effect    = "Allow"
      actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      resources = ["${module.shared_log.cloudwatch_log_group_arn}:*"]
    }
  }
}

# The module makes its log group whenever it makes the function.
module "letters" {
  source        = "terraform-aws-modules/lambda/aws"
  create        = lookup(var.letters, "is_enabled", true)
  create_role   = false
  function_name = "letters"
  handler       = "post.letters"
  runtime       = "python3.13"
  source_path   = "src"
  lambda_role   = aws_iam_role.letters.arn
}

resource "aws_iam_role" "letters" {
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "letters" {
  role = aws_iam_role.letters.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents", "sqs:SendMessage", "sqs:ReceiveMessage"]
      Resource = "*"
    }]
  })
}

# CloudFront runs it.
module "frank" {
  source         = "terraform-aws-modules/lambda/aws"
  lambda_at_edge = true
  function_name  = "frank"
  handler        = "post.frank"
  runtime        = "python3.13"
  source_path    = "src"
}

# Somebody else may use the role as well.
module "sort" {
  source                   = "terraform-aws-modules/lambda/aws"
  function_name            = "sort"
  handler                  = "post.sort"
  runtime                  = "python3.13"
  source_path              = "src"
  trusted_entities         = ["scheduler.amazonaws.com", { type = "Service", identifiers = ["pipes.amazonaws.com"] }]
  attach_policy_statements = true
  policy_statements = {
    queues = {
      effect    = "Allow"
      actions   = ["sqs:SendMessage", "sqs:ReceiveMessage"]
      resources = ["*"]
    }
  }
}
