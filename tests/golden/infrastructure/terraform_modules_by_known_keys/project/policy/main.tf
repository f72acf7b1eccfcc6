variable "name" {}

variable "statements" {
  type = map(object({ actions = set(string), resources = set(string) }))
}

data "aws_iam_policy_document" "this" {
  dynamic "statement" {
    for_each = var.statements

    content {
      sid       = statement.key
      actions   = statement.value.actions
      resources = statement.value.resources
    }
  }
}

resource "aws_iam_policy" "this" {
  name   = var.name
  policy = data.aws_iam_policy_document.this.json
}

output "arn" {
  value = aws_iam_policy.this.arn
}
