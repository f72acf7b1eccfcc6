resource "aws_sns_topic" "news" {
  name = "news"
}

data "archive_file" "publish" {
  type        = "zip"
  output_path = "publish.zip"
  source {
    filename = "index.py"
    content  = <<-EOT
      import boto3

      def handler(event, context):
          boto3.client("sns").publish(TopicArn="${aws_sns_topic.news.arn}", Message=event["text"])
    EOT
  }
}

resource "aws_iam_role" "publish" {
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }] })
}

resource "aws_lambda_function" "publish" {
  function_name = "publish"
  filename      = data.archive_file.publish.output_path
  handler       = "index.handler"
  runtime       = "python3.12"
  role          = aws_iam_role.publish.arn
}
