variable "blue_green" {}
variable "other" {}

resource "aws_codepipeline" "ship" {
  name     = "ship"
  role_arn = "arn:aws:iam::123456789012:role/ship"

  artifact_store {
    location = "artifacts"
    type     = "S3"
  }

  stage {
    name = "Build"
    action {
      name          = "Build"
      category      = "Build"
      owner         = "AWS"
      provider      = "CodeBuild"
      version       = "1"
      configuration = { ProjectName = "image" }
    }
  }

  stage {
    name = "Deploy"
    action {
      name          = "Deploy"
      category      = "Deploy"
      owner         = "AWS"
      provider      = var.blue_green ? "CodeDeployToECS" : "ECS"
      version       = "1"
      configuration = { ClusterName = "main", ServiceName = "shop" }
    }
    action {
      name     = "Other"
      category = "Deploy"
      owner    = "AWS"
      provider = var.other
      version  = "1"
    }
  }
}
