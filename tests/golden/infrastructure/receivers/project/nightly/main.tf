resource "aws_iam_role" "snapshots" {
  name = "snapshots"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "export.rds.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role" "nightly" {
  name = "nightly"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "states.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "nightly" {
  role = aws_iam_role.nightly.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect   = "Allow"
        Action   = "rds:StartExportTask"
        Resource = "*"
      },
      {
        Effect   = "Allow"
        Action   = "iam:PassRole"
        Resource = aws_iam_role.snapshots.arn
      },
    ]
  })
}

resource "aws_sfn_state_machine" "nightly" {
  name     = "nightly"
  role_arn = aws_iam_role.nightly.arn
  definition = jsonencode({
    StartAt = "Export"
    States = {
      Export = {
        Type     = "Task"
        Resource = "arn:aws:states:::aws-sdk:rds:startExportTask"
        Parameters = {
          "ExportTaskIdentifier.$" = "$.id"
          "SourceArn.$"            = "$.snapshot"
          S3BucketName             = "nightly-exports"
          IamRoleArn               = aws_iam_role.snapshots.arn
          "KmsKeyId.$"             = "$.key"
        }
        End = true
      }
    }
  })
}
