# What a condition leaves out grants nothing: each branch keeps what is needed, and is edited where it stands.
variable "prod" {
  type = bool
}

variable "actions" {
  type = list(string)
}

variable "suffix" {
  type = string
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

resource "aws_iam_role" "dynamic" {
  name               = "dynamic"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "dynamic_logs" {
  role       = aws_iam_role.dynamic.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "dynamic" {
  function_name = "dynamic"
  role          = aws_iam_role.dynamic.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}

data "aws_iam_policy_document" "dynamic" {
  dynamic "statement" {
    for_each = var.prod ? [1] : []
    content {
      actions   = ["s3:GetObject", "s3:PutObject"]
      resources = ["arn:aws:s3:::shelf/*"]
    }
  }
  dynamic "statement" {
    for_each = var.prod ? [] : [1]
    content {
      actions   = ["s3:GetObject", "s3:DeleteObject"]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "dynamic" {
  role   = aws_iam_role.dynamic.id
  policy = data.aws_iam_policy_document.dynamic.json
}

resource "aws_iam_role" "together" {
  name               = "together"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "together_logs" {
  role       = aws_iam_role.together.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "together" {
  function_name = "together"
  role          = aws_iam_role.together.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}

resource "aws_iam_role_policy" "together" {
  role = aws_iam_role.together.id
  policy = jsonencode({ Version = "2012-10-17", Statement = concat(
    var.prod ? [{ Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "arn:aws:s3:::shelf/*" }] : [],
    var.prod ? [] : [{ Effect = "Allow", Action = ["s3:GetObject", "s3:DeleteObject"], Resource = "*" }],
    [{ Effect = "Allow", Action = ["sqs:*"], Resource = "*" }],
  ) })
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
  role = aws_iam_role.chosen.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    var.prod ? { Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "arn:aws:s3:::shelf/*" } : { Effect = "Allow", Action = ["s3:GetObject", "s3:DeleteObject"], Resource = "*" },
  ] })
}

resource "aws_iam_role" "attached" {
  name               = "attached"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "attached_logs" {
  role       = aws_iam_role.attached.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "attached" {
  function_name = "attached"
  role          = aws_iam_role.attached.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}

resource "aws_iam_policy" "prod" {
  name   = "prod"
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "arn:aws:s3:::shelf/*" },
  ] })
}

resource "aws_iam_policy" "dev" {
  name   = "dev"
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = ["s3:GetObject", "s3:DeleteObject"], Resource = "*" },
  ] })
}

resource "aws_iam_role_policy_attachment" "either" {
  role       = aws_iam_role.attached.name
  policy_arn = var.prod ? aws_iam_policy.prod.arn : aws_iam_policy.dev.arn
}

resource "aws_iam_role" "computed" {
  name               = "computed"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "computed_logs" {
  role       = aws_iam_role.computed.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "computed" {
  function_name = "computed"
  role          = aws_iam_role.computed.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}

# Neither actions that a variable gives nor a bucket that is computed are a reason to take away what is certain.
resource "aws_iam_role_policy" "computed" {
  role = aws_iam_role.computed.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [
    { Effect = "Allow", Action = var.actions, Resource = "arn:aws:s3:::shelf/*" },
    { Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::${lower(var.suffix)}/*" },
    { Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject"], Resource = "arn:aws:s3:::*/*" },
  ] })
}

resource "aws_iam_role" "text" {
  name               = "text"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "text_logs" {
  role       = aws_iam_role.text.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "text" {
  function_name = "text"
  role          = aws_iam_role.text.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}

# A document whose parts depend on a condition is not taken away as a whole.
resource "aws_iam_role_policy" "text" {
  role   = aws_iam_role.text.id
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        %{~ if var.prod ~}
        { "Effect": "Allow", "Action": ["s3:PutObject"], "Resource": "*" },
        %{~ endif ~}
        { "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["*"] }
      ]
    }
  EOT
}

# The one that is there for certain is not needed, but without it there may be none.
data "aws_iam_policy_document" "last" {
  statement {
    actions   = ["sqs:*"]
    resources = ["*"]
  }
  dynamic "statement" {
    for_each = var.prod ? [1] : []
    content {
      actions   = ["s3:GetObject"]
      resources = ["arn:aws:s3:::shelf/*"]
    }
  }
}

resource "aws_iam_role_policy" "last" {
  role   = aws_iam_role.last.id
  policy = data.aws_iam_policy_document.last.json
}

resource "aws_iam_role" "last" {
  name               = "last"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "last_logs" {
  role       = aws_iam_role.last.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "last" {
  function_name = "last"
  role          = aws_iam_role.last.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}

# Documents that are put together of one or another one, or made by count.
data "aws_iam_policy_document" "either_prod" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["arn:aws:s3:::shelf/*"]
  }
}

data "aws_iam_policy_document" "either_dev" {
  statement {
    actions   = ["s3:GetObject", "s3:DeleteObject"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "sources" {
  source_policy_documents = compact([
    var.prod ? data.aws_iam_policy_document.either_prod.json : data.aws_iam_policy_document.either_dev.json,
  ])
}

resource "aws_iam_role_policy" "sources" {
  role   = aws_iam_role.sources.id
  policy = data.aws_iam_policy_document.sources.json
}

resource "aws_iam_role" "sources" {
  name               = "sources"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "sources_logs" {
  role       = aws_iam_role.sources.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "sources" {
  function_name = "sources"
  role          = aws_iam_role.sources.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}

data "aws_iam_policy_document" "counted" {
  count = var.prod ? 1 : 0
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::shelf/*"]
  }
}

data "aws_iam_policy_document" "not_counted" {
  count = var.prod ? 0 : 1
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::shelf/*"]
  }
}

resource "aws_iam_role_policy" "counted" {
  role   = aws_iam_role.counted.id
  policy = try(data.aws_iam_policy_document.counted[0].json, data.aws_iam_policy_document.not_counted[0].json)
}

resource "aws_iam_role" "counted" {
  name               = "counted"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_lambda_function" "counted" {
  function_name = "counted"
  role          = aws_iam_role.counted.arn
  handler       = "reader.handler"
  runtime       = "python3.12"
  filename      = data.archive_file.code.output_path
}
