resource "aws_dynamodb_table" "t" {
  name     = "t"
  hash_key = "id"
}
resource "aws_iam_role" "r" {
  for_each           = toset(["status", "create"])
  name               = each.key
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
resource "aws_iam_role_policy_attachment" "basic" {
  for_each   = aws_iam_role.r
  role       = each.value.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_iam_role_policy" "status" {
  role   = aws_iam_role.r["status"].id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["dynamodb:GetItem"], Resource = aws_dynamodb_table.t.arn }] })
}
resource "aws_iam_role_policy" "create" {
  role   = aws_iam_role.r["create"].id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["dynamodb:PutItem"], Resource = aws_dynamodb_table.t.arn }] })
}
resource "aws_lambda_function" "f" {
  for_each      = aws_iam_role.r
  function_name = each.key
  role          = each.value.arn
  runtime       = "java17"
  handler       = "org.springframework.cloud.function.adapter.aws.FunctionInvoker::handleRequest"
  filename      = "${path.module}/${each.key}/target/${each.key}-1.0.jar"
  environment { variables = { TABLE = aws_dynamodb_table.t.name } }
}
