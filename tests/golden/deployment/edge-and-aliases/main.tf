resource "aws_lambda_permission" "p" {
  action        = "lambda:InvokeFunction"
  function_name = "sort"
  qualifier     = "live"
  principal     = "events.amazonaws.com"
}
resource "aws_lambda_function" "weigh" {
  function_name = "weigh-${var.stage}"
  role = "arn:aws:iam::123456789012:role/weigh"
  filename = "x.zip"
}
variable "stage" {}
resource "aws_lambda_alias" "live" {
  name = "live"
  function_name = aws_lambda_function.weigh.function_name
  function_version = "1"
}
resource "aws_lambda_permission" "q" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.weigh.function_name
  qualifier     = aws_lambda_alias.live.name
  principal     = "events.amazonaws.com"
}
resource "aws_lambda_function_url" "u" {
  function_name = aws_lambda_function.weigh.function_name
  qualifier     = aws_lambda_alias.live.name
  authorization_type = "NONE"
}

# By what the alias is given.
resource "aws_lambda_function_event_invoke_config" "c" {
  function_name          = aws_lambda_alias.live.function_name
  maximum_retry_attempts = 0
}
