# Commas between arguments, maps as blocks: up to version 0.11. The table has the name that the code says as long
# as nobody sets the variables, in the region that both are told.

variable "app" {
  default = "tips"
}
variable "lang" {
  default = "java"
}
variable "region" {
  default = "eu-west-1"
}
provider "aws" {
  region = "${var.region}"
}
resource "aws_dynamodb_table" "t" {
  name = "${var.app}-${var.lang}-table"
  hash_key = "Author"
  attribute = [{ name = "Author", type = "S" }]
}
resource "aws_iam_role" "r" {
  name = "${var.app}-r"
  assume_role_policy = <<EOF
{
  "Version": "2012-10-17",
  "Statement": [{ "Action": "sts:AssumeRole", "Principal": { "Service": "lambda.amazonaws.com" }, "Effect": "Allow" }]
}
EOF
}
resource "aws_iam_role_policy" "p" {
  name = "${var.app}_p"
  role = "${aws_iam_role.r.id}"
  policy = <<EOF
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "dynamodb:*"
      ],
      "Resource": "${aws_dynamodb_table.t.arn}"
    }
  ]
}
EOF
}
resource "aws_iam_role_policy" "logs" {
  role = "${aws_iam_role.r.id}"
  policy = "${data.aws_iam_policy_document.logs.json}"
}
data "aws_iam_policy_document" "logs" {
  statement {
    actions = [
      "logs:CreateLogStream",
      "logs:CreateLogGroup",
      "logs:PutLogEvents"
    ],
    resources = [
      "arn:aws:logs:*:*:*"
    ]
  }
}
resource "aws_lambda_function" "f" {
  function_name = "${var.app}-f",
  filename = "src", handler = "app.handler"
  runtime = "python3.12"
  role = "${aws_iam_role.r.arn}"
  environment {
    variables {
      REGION = "${var.region}"
    }
  }
}
