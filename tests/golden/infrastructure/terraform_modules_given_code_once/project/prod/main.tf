variable "release" { type = string }

resource "aws_dynamodb_table" "notes" {
  name         = "notes"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"

  attribute {
    name = "id"
    type = "S"
  }
}

module "functions" {
  source = "../infra/functions"

  folder = "./build"
  save   = { name = "save", version = var.release }
  notes  = { name = aws_dynamodb_table.notes.name, arn = aws_dynamodb_table.notes.arn }
}
