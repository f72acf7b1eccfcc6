resource "aws_dynamodb_table" "sheets" {
  name     = "sheets"
  hash_key = "pk"
  attribute {
    name = "pk"
    type = "S"
  }
}

data "aws_iam_policy_document" "a" {
  statement {
    actions   = ["dynamodb:GetItem", "dynamodb:Query"]
    resources = [aws_dynamodb_table.sheets.arn]
  }
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
  }
}

module "a" {
  source      = "./modules/fn"
  name        = "press-a"
  source_dir  = "${path.module}/src/a"
  policy_json = data.aws_iam_policy_document.a.json
  policy_arns = ["arn:aws:iam::aws:policy/AmazonSQSFullAccess"]
  environment = {
    TABLE = aws_dynamodb_table.sheets.name
  }
}

module "b" {
  source      = "./modules/fn"
  name        = "press-b"
  source_dir  = "${path.module}/src/b"
  statements = [
    {
      actions   = ["dynamodb:PutItem", "dynamodb:DeleteItem"]
      resources = [aws_dynamodb_table.sheets.arn]
    },
    {
      actions   = ["sns:Publish"]
      resources = ["*"]
    },
  ]
  policy_arns = [
    "arn:aws:iam::aws:policy/AmazonSNSFullAccess",
    "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess",
  ]
  environment = {
    TABLE = aws_dynamodb_table.sheets.name
  }
}
