variable "stage" {
  type = string
}

resource "aws_dynamodb_table" "boats" {
  name         = "boats-${var.stage}"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_dynamodb_table" "journal" {
  name         = "journal-${var.stage}"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"

  attribute {
    name = "id"
    type = "S"
  }
}

output "name" {
  value = aws_dynamodb_table.boats.name
}

output "journal" {
  value = {
    name = aws_dynamodb_table.journal.name
    arn  = aws_dynamodb_table.journal.arn
  }
}
