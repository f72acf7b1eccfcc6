provider "aws" { region = "eu-west-1" }
resource "aws_dynamodb_table" "t" {
  name         = "orders"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
  stream_enabled = true
  stream_view_type = "NEW_AND_OLD_IMAGES"
  attribute {
    name = "id"
    type = "S"
  }
  replica {
    region_name = "eu-central-1"
  }
}
resource "aws_secretsmanager_secret" "s" {
  name = "token"
  replica {
    region = "eu-central-1"
  }
}
resource "aws_lambda_layer_version" "l" {
  layer_name = "shop-libs"
  filename = "x.zip"
}
resource "aws_lambda_function" "f" {
  function_name = "f"
  role = "arn:aws:iam::111122223333:role/f"
  filename = "x.zip"
  handler = "a.b"
  runtime = "python3.12"
  layers = [aws_lambda_layer_version.l.arn, "arn:aws:lambda:eu-west-1:017000801446:layer:AWSLambdaPowertoolsPythonV3-python312-x86_64:7"]
}
