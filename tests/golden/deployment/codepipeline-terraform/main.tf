variable "blue_green" {}
variable "other" {}
variable "connection" {}

resource "aws_ecs_cluster" "tools" {
  name = "tools"
}

resource "aws_ecs_service" "seen" {
  name    = "seen"
  cluster = aws_ecs_cluster.tools.id
}

resource "aws_codepipeline" "ship" {
  name     = "ship"
  role_arn = "arn:aws:iam::123456789012:role/ship"

  artifact_store {
    location = "artifacts"
    type     = "S3"
  }

  stage {
    name = "Source"
    action {
      name          = "Source"
      category      = "Source"
      owner         = "AWS"
      provider      = "CodeStarSourceConnection"
      version       = "1"
      configuration = { ConnectionArn = var.connection }
    }
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
      name          = "Tools"
      category      = "Deploy"
      owner         = "AWS"
      provider      = "ECS"
      version       = "1"
      configuration = { ClusterName = aws_ecs_cluster.tools.name, ServiceName = aws_ecs_service.seen.name }
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
