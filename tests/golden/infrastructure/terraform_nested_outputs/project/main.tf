module "worker" {
  source = "./worker"
}

data "aws_iam_policy_document" "states" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["states.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "first" {
  name               = "first"
  assume_role_policy = data.aws_iam_policy_document.states.json
}

resource "aws_iam_role_policy" "first" {
  role   = aws_iam_role.first.id
  policy = module.worker.start_policy
}

resource "aws_sfn_state_machine" "first" {
  name     = "first"
  role_arn = aws_iam_role.first.arn
  definition = jsonencode({
    StartAt = "Run"
    States = {
      Run = { Type = "Task", End = true, Resource = "arn:aws:states:::ecs:runTask"
      Parameters = { Cluster = "main", TaskDefinition = module.worker.definition } }
    }
  })
}

resource "aws_iam_role" "second" {
  name               = "second"
  assume_role_policy = data.aws_iam_policy_document.states.json
}

resource "aws_iam_role_policy" "second" {
  role = aws_iam_role.second.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sns:Publish", Resource = aws_sns_topic.done.arn }]
  })
}

resource "aws_sns_topic" "done" {
  name = "done"
}

resource "aws_sfn_state_machine" "second" {
  name     = "second"
  role_arn = aws_iam_role.second.arn
  definition = jsonencode({
    StartAt = "Run"
    States = {
      Run = { Type = "Task", End = true, Resource = "arn:aws:states:::ecs:runTask"
      Parameters = { Cluster = "main", TaskDefinition = module.worker.definition } }
    }
  })
}

resource "aws_iam_role" "third" {
  name               = "third"
  assume_role_policy = data.aws_iam_policy_document.states.json
}

resource "aws_iam_role_policy" "third" {
  role = aws_iam_role.third.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sns:Publish", Resource = aws_sns_topic.done.arn }]
  })
}

resource "aws_sfn_state_machine" "third" {
  name     = "third"
  role_arn = aws_iam_role.third.arn
  definition = jsonencode({
    StartAt = "Run"
    States = {
      Run = { Type = "Task", End = true, Resource = "arn:aws:states:::ecs:runTask"
      Parameters = { Cluster = "main", TaskDefinition = module.worker.hidden.other[0] } }
    }
  })
}
