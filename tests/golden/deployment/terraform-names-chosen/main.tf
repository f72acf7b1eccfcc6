variable "several_regions" {
  type    = bool
  default = false
}

variable "stage" {
  type = string
}

variable "role_name" {
  type    = string
  default = null
}

resource "aws_iam_role" "jobs" {
  name = var.several_regions ? "press-${var.stage}-jobs-west" : "press-${var.stage}-jobs"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_sqs_queue" "jobs" {
  name = var.several_regions ? "press-west" : "press-all"
}
