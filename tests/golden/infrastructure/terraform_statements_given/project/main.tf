# Statements that a caller gives are written as the others are, and none is no document.
module "iam" {
  source  = "./fn"
  name    = "iam"
  handler = "reader.handler"
  statements = [
    { Effect = "Allow", Action = ["s3:*"], Resource = ["*"] },
  ]
}

module "typed" {
  source  = "./list"
  name    = "typed"
  handler = "reader.handler"
  statements = [
    { sid = "Shelf", actions = ["s3:GetObject", "s3:PutObject"], resources = ["arn:aws:s3:::shelf/*"] },
    { sid = "Queue", actions = ["sqs:*"], resources = ["*"] },
  ]
}

module "idle" {
  source  = "./list"
  name    = "idle"
  handler = "reader.idle"
  statements = [
    { sid = "Shelf", actions = ["s3:*"], resources = ["*"] },
  ]
}
