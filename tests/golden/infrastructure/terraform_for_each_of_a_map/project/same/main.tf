variable "stage" { type = string }

variable "workers" {
  type = map(object({ name = string, handler = string }))
}

resource "aws_iam_role" "worker" {
  for_each = var.workers

  name = "${var.stage}-${each.key}"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_lambda_function" "worker" {
  for_each = var.workers

  function_name = "${var.stage}-${each.value.name}"
  role          = aws_iam_role.worker[each.key].arn
  handler       = each.value.handler
  runtime       = "python3.12"
  s3_bucket     = "packages"
  s3_key        = "${each.key}.zip"
}
