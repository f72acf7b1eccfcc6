variable "prod" {}
variable "env" { default = {} }
resource "aws_iam_role" "r" {
  name = "r"
  assume_role_policy = jsonencode({Version="2012-10-17",Statement=[{Effect="Allow",Action="sts:AssumeRole",Principal={Service="lambda.amazonaws.com"}}]})
}
resource "aws_iam_role_policy" "p" {
  role = aws_iam_role.r.id
  policy = jsonencode({Version="2012-10-17",Statement=[{Effect="Allow",Action=["s3:GetObject","s3:PutObject"],Resource=["arn:aws:s3:::dev-b/*","arn:aws:s3:::prod-b/*","arn:aws:s3:::x/*"]}]})
}
data "archive_file" "z" {
  type = "zip"
  source_dir = "${path.module}/src"
  output_path = "z.zip"
}

resource "aws_lambda_function" "f" {
  function_name = "f"
  role = aws_iam_role.r.arn
  runtime = "python3.12"
  handler = "app.handler"
  filename = data.archive_file.z.output_path
  environment {
    variables = merge({STAGE="dev", BUCKET="dev-b"}, var.env)
  }
}
