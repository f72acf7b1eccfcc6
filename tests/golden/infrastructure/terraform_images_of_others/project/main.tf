variable "image" {}
variable "fallback" { default = "123456789012.dkr.ecr.us-east-1.amazonaws.com/built:web" }
variable "tag" { default = "web" }
resource "aws_ecr_repository" "r" { name = "r" }
resource "aws_ecr_repository" "web" { name = "web" }
resource "null_resource" "build" {
  provisioner "local-exec" {
    command = "docker build -t computed-$(date):7 web && docker build -t ${aws_ecr_repository.r.repository_url}:web web && docker build -t ${aws_ecr_repository.r.repository_url}:api api && docker build -t 123456789012.dkr.ecr.us-east-1.amazonaws.com/built:web web"
  }
}
resource "aws_lambda_function" "vendor" {
  function_name = "vendor-fn"
  role = aws_iam_role.vendor.arn
  package_type = "Image"
  image_uri = "999999999999.dkr.ecr.us-east-1.amazonaws.com/vendor-scanner:3"
}
resource "aws_iam_role" "vendor" {
  name = "vendor"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "vendor" {
  role = aws_iam_role.vendor.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "sqs:SendMessage"], Resource = "*" }]
  })
}
resource "aws_lambda_function" "given" {
  function_name = "given-fn"
  role = aws_iam_role.given.arn
  package_type = "Image"
  image_uri = var.image
}
resource "aws_iam_role" "given" {
  name = "given"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "given" {
  role = aws_iam_role.given.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "sqs:SendMessage"], Resource = "*" }]
  })
}
resource "aws_lambda_function" "usual" {
  function_name = "usual-fn"
  role = aws_iam_role.usual.arn
  package_type = "Image"
  image_uri = var.fallback
}
resource "aws_iam_role" "usual" {
  name = "usual"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "usual" {
  role = aws_iam_role.usual.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "sqs:SendMessage"], Resource = "*" }]
  })
}
resource "aws_lambda_function" "named" {
  function_name = "named-fn"
  role = aws_iam_role.named.arn
  package_type = "Image"
  image_uri = "${aws_ecr_repository.web.repository_url}:1"
}
resource "aws_iam_role" "named" {
  name = "named"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "named" {
  role = aws_iam_role.named.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "sqs:SendMessage"], Resource = "*" }]
  })
}
resource "aws_lambda_function" "resizer" {
  function_name = "resizer-fn"
  role = aws_iam_role.resizer.arn
  package_type = "Image"
  image_uri = "${aws_ecr_repository.r.repository_url}:resizer"
}
resource "aws_iam_role" "resizer" {
  name = "resizer"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "resizer" {
  role = aws_iam_role.resizer.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "sqs:SendMessage"], Resource = "*" }]
  })
}
resource "aws_lambda_function" "tagged_api" {
  function_name = "tagged_api-fn"
  role = aws_iam_role.tagged_api.arn
  package_type = "Image"
  image_uri = "${aws_ecr_repository.r.repository_url}:api"
}
resource "aws_iam_role" "tagged_api" {
  name = "tagged_api"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "tagged_api" {
  role = aws_iam_role.tagged_api.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "sqs:SendMessage"], Resource = "*" }]
  })
}
resource "aws_lambda_function" "either" {
  function_name = "either-fn"
  role = aws_iam_role.either.arn
  package_type = "Image"
  image_uri = "${aws_ecr_repository.r.repository_url}:${var.tag}"
}
resource "aws_iam_role" "either" {
  name = "either"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "either" {
  role = aws_iam_role.either.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "sqs:SendMessage"], Resource = "*" }]
  })
}
resource "aws_lambda_function" "digest" {
  function_name = "digest-fn"
  role = aws_iam_role.digest.arn
  package_type = "Image"
  image_uri = "${aws_ecr_repository.r.repository_url}@sha256:aa"
}
resource "aws_iam_role" "digest" {
  name = "digest"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "digest" {
  role = aws_iam_role.digest.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "sqs:SendMessage"], Resource = "*" }]
  })
}
resource "aws_lambda_function" "one" {
  function_name = "one-fn"
  role = aws_iam_role.one.arn
  package_type = "Image"
  image_uri = "123456789012.dkr.ecr.us-east-1.amazonaws.com/built:${var.tag}"
}
resource "aws_iam_role" "one" {
  name = "one"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "one" {
  role = aws_iam_role.one.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "sqs:SendMessage"], Resource = "*" }]
  })
}
resource "aws_ecr_repository" "twice" { name = "twice" }
resource "null_resource" "twice" {
  provisioner "local-exec" {
    command = "docker build -t ${aws_ecr_repository.twice.repository_url} web && docker build -t 123456789012.dkr.ecr.us-east-1.amazonaws.com/twice:latest api"
  }
}
resource "aws_lambda_function" "twice" {
  function_name = "twice-fn"
  role = aws_iam_role.twice.arn
  package_type = "Image"
  image_uri = aws_ecr_repository.twice.repository_url
}
resource "aws_iam_role" "twice" {
  name = "twice"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}
resource "aws_iam_role_policy" "twice" {
  role = aws_iam_role.twice.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "sqs:SendMessage"], Resource = "*" }]
  })
}
