data "aws_iam_policy_document" "a" {
  statement {
    sid       = "One"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::acme/*"]
  }
  statement {
    sid       = "Three"
    actions   = ["sns:Publish"]
    resources = ["*"]
  }
}
data "aws_iam_policy_document" "b" {
  override_policy_documents = [data.aws_iam_policy_document.a.json]
  statement {
    sid       = "One"
    actions   = ["s3:*"]
    resources = ["*"]
  }
}
resource "aws_iam_role" "r" {
  name = "r"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}
resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.r.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.r.id
  policy = data.aws_iam_policy_document.b.json
}
resource "aws_lambda_function" "f" {
  function_name = "fn"
  role          = aws_iam_role.r.arn
  handler       = "app.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.z.output_path
}
data "archive_file" "z" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "src.zip"
}
