resource "aws_s3_bucket" "uploads" {
  bucket = "uploads"
}

resource "aws_dynamodb_table" "files" {
  name         = "files"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "key"
  attribute {
    name = "key"
    type = "S"
  }
}

module "index" {
  source  = "terraform-aws-modules/lambda/aws"
  version = "~> 7.0"

  function_name = "index"
  runtime       = "python3.12"
  handler       = "index.handler"
  source_path   = "${path.module}/src"

  environment_variables = {
    FILES   = aws_dynamodb_table.files.name
    UPLOADS = aws_s3_bucket.uploads.id
  }

  attach_policy_statements = true
  policy_statements = {
    # what it indexes
    uploads = {
      effect    = "Allow"
      actions   = ["s3:GetObject", "s3:PutObject"]
      resources = ["${aws_s3_bucket.uploads.arn}/*"]
    }
  }
}

# The same module without a policy of its own.
module "count" {
  source = "terraform-aws-modules/lambda/aws"

  function_name = "count"
  runtime       = "python3.12"
  handler       = "index.count"
  source_path   = "./src"

  environment_variables = {
    FILES = aws_dynamodb_table.files.name
  }
}
