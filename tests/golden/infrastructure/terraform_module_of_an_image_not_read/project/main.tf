module "fn" {
  for_each = toset(["create", "get"])
  source   = "./modules/fn"
  name     = each.key
}

resource "aws_iam_role_policy" "table" {
  for_each = toset(["create", "get"])
  role     = module.fn[each.key].role_name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "dynamodb:*", Resource = "*" }] })
}
