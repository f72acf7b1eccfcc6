data "aws_iam_policy_document" "reader" {
  statement {
    actions   = ["dynamodb:GetItem"]
    resources = [aws_dynamodb_table.t.arn]
  }
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
  }
}

resource "aws_dynamodb_table" "t" {
  name     = "sheets"
  hash_key = "pk"
  attribute {
    name = "pk"
    type = "S"
  }
}

module "reader" {
  source       = "./modules/fn"
  name         = "reader"
  source_dir   = "${path.module}/src"
  policy_jsons = [data.aws_iam_policy_document.reader.json]
  table        = aws_dynamodb_table.t.name
}
