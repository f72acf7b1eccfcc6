data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}
locals { shards = 2 }
resource "aws_dynamodb_table" "t" {
  count        = local.shards
  name         = "things-${count.index}"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
  attribute {
    name = "id"
    type = "S"
  }
}
data "archive_file" "a" {
  type        = "zip"
  source_dir  = "${path.module}/a"
  output_path = "${path.module}/a.zip"
}
resource "aws_lambda_function" "a" {
  count         = local.shards
  function_name = "a-${count.index}"
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.a.output_path
  role          = aws_iam_role.a[count.index].arn
  environment {
    variables = { TABLE = aws_dynamodb_table.t[count.index].name }
  }
}
resource "aws_iam_role" "a" {
  count              = local.shards
  name               = "a-${count.index}"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}
resource "aws_iam_role_policy" "a" {
  count = local.shards
  role  = aws_iam_role.a[count.index].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["dynamodb:GetItem", "dynamodb:PutItem"], Resource = aws_dynamodb_table.t[count.index].arn },
      { Effect = "Allow", Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], Resource = "*" },
    ]
  })
}
