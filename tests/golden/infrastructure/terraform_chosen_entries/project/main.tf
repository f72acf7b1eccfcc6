# What a condition chooses of a list, an effect or the roles of a policy is not certain.

variable "prod" {
  type = bool
}
variable "eu" {
  type = bool
}
variable "stage" {
  type = string
}
variable "extra" {
  type = map(string)
  default = {}
}
data "archive_file" "code" {
  type        = "zip"
  source_dir  = "${path.module}/src"
  output_path = "code.zip"
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "made" {
  name               = "made"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role_policy_attachment" "made_logs" {
  role       = aws_iam_role.made.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_lambda_function" "made" {
  function_name = "made"
  role          = aws_iam_role.made.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}
# What comes and goes with a policy's own count is there as often as that.
resource "aws_iam_policy" "made" {
  count  = var.prod ? 1 : 0
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "*" }] })
}
resource "aws_iam_role_policy_attachment" "made" {
  count      = length(aws_iam_policy.made)
  role       = aws_iam_role.made.name
  policy_arn = aws_iam_policy.made[count.index].arn
}
resource "aws_iam_role_policy" "made" {
  count  = var.prod ? 0 : 1
  role   = aws_iam_role.made.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::shelf/*" }] })
}

resource "aws_iam_role" "roles" {
  name               = "roles"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role_policy_attachment" "roles_logs" {
  role       = aws_iam_role.roles.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_lambda_function" "roles" {
  function_name = "roles"
  role          = aws_iam_role.roles.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}
resource "aws_iam_policy" "roles" {
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "arn:aws:s3:::shelf/*" }] })
}
resource "aws_iam_policy_attachment" "roles" {
  name       = "x"
  roles      = var.prod ? [aws_iam_role.roles.name] : []
  policy_arn = aws_iam_policy.roles.arn
}
resource "aws_iam_role_policy" "roles" {
  count  = var.prod ? 0 : 1
  role   = aws_iam_role.roles.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "*" }] })
}

resource "aws_iam_role" "effect" {
  name               = "effect"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role_policy_attachment" "effect_logs" {
  role       = aws_iam_role.effect.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_lambda_function" "effect" {
  function_name = "effect"
  role          = aws_iam_role.effect.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}
resource "aws_iam_role_policy" "effect" {
  role   = aws_iam_role.effect.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = var.prod ? "Allow" : "Deny", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::shelf/secret*" },
    { Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "arn:aws:s3:::shelf/*" },
  ] })
}

resource "aws_iam_role" "chosen" {
  name               = "chosen"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role_policy_attachment" "chosen_logs" {
  role       = aws_iam_role.chosen.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_lambda_function" "chosen" {
  function_name = "chosen"
  role          = aws_iam_role.chosen.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}
resource "aws_iam_role_policy" "chosen" {
  role   = aws_iam_role.chosen.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = ["s3:GetObject"], Resource = var.prod ? "arn:aws:s3:::shelf/*" : "arn:aws:s3:::desk/*" },
    { Effect = "Allow", Action = ["s3:GetObject"], Resource = [var.prod ? "arn:aws:s3:::desk/*" : "arn:aws:s3:::shelf/*"] },
  ] })
}

resource "aws_iam_role" "actions" {
  name               = "actions"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role_policy_attachment" "actions_logs" {
  role       = aws_iam_role.actions.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_lambda_function" "actions" {
  function_name = "actions"
  role          = aws_iam_role.actions.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}
resource "aws_iam_role_policy" "actions" {
  role   = aws_iam_role.actions.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = var.prod ? ["s3:GetObject", "s3:PutObject"] : ["s3:*"], Resource = "arn:aws:s3:::shelf/*" }] })
}

resource "aws_iam_role" "block" {
  name               = "block"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role_policy_attachment" "block_logs" {
  role       = aws_iam_role.block.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_lambda_function" "block" {
  function_name = "block"
  role          = aws_iam_role.block.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}
data "aws_iam_policy_document" "block" {
  statement {
    effect    = var.prod ? "Deny" : "Allow"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::shelf/secret*"]
  }
  statement {
    actions   = [var.prod ? "s3:GetObject" : "s3:PutObject"]
    resources = ["arn:aws:s3:::shelf/*"]
  }
  statement {
    actions   = [var.prod ? "s3:PutObject" : "s3:GetObject"]
    resources = ["arn:aws:s3:::shelf/*"]
  }
}
resource "aws_iam_role_policy" "block" {
  role   = aws_iam_role.block.id
  policy = data.aws_iam_policy_document.block.json
}

resource "aws_iam_role" "arns" {
  name               = "arns"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role_policy_attachment" "arns_logs" {
  role       = aws_iam_role.arns.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_lambda_function" "arns" {
  function_name = "arns"
  role          = aws_iam_role.arns.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}
resource "aws_iam_role_policy_attachments_exclusive" "arns" {
  role_name   = aws_iam_role.arns.name
  policy_arns = var.prod ? ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"] : ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]
}
resource "aws_iam_role_policy" "arns" {
  role   = aws_iam_role.arns.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::shelf/*" }] })
}

resource "aws_iam_role" "concatted" {
  name               = "concatted"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role_policy_attachment" "concatted_logs" {
  role       = aws_iam_role.concatted.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_lambda_function" "concatted" {
  function_name = "concatted"
  role          = aws_iam_role.concatted.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}
resource "aws_iam_policy_attachment" "concatted" {
  name       = "x"
  roles      = concat([aws_iam_role.arns.name], var.prod ? [aws_iam_role.concatted.name] : [])
  policy_arn = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
}
resource "aws_iam_role_policy" "concatted" {
  role   = aws_iam_role.concatted.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::shelf/*" }] })
}

resource "aws_iam_role" "tryalone" {
  name               = "tryalone"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role_policy_attachment" "tryalone_logs" {
  role       = aws_iam_role.tryalone.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}
resource "aws_lambda_function" "tryalone" {
  function_name = "tryalone"
  role          = aws_iam_role.tryalone.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}
resource "aws_iam_role_policy" "tryalone" {
  role   = aws_iam_role.tryalone.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "${try(var.extra["bucket"], "arn:aws:s3:::shelf")}/*" },
  ] })
}
