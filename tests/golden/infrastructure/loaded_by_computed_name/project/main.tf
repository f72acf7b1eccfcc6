resource "aws_lambda_function" "tasks" {
  for_each      = { typescript = "nodejs20.x", python = "python3.12" }
  function_name = "tasks-${each.key}"
  role          = aws_iam_role.tasks[each.key].arn
  handler       = "main.handler"
  runtime       = each.value
  filename      = data.archive_file.tasks[each.key].output_path
}

data "archive_file" "tasks" {
  for_each    = toset(["typescript", "python"])
  type        = "zip"
  source_dir  = "${path.module}/${each.key}"
  output_path = "${path.module}/${each.key}.zip"
}

resource "aws_iam_role" "tasks" {
  for_each = toset(["typescript", "python"])
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "tasks" {
  for_each = aws_iam_role.tasks
  role     = each.value.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["rds:StopDBInstance", "ec2:StopInstances"], Resource = "*" },
      { Effect = "Allow", Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], Resource = "*" },
    ]
  })
}
