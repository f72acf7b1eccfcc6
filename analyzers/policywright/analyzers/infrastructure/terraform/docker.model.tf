# What the module docker-build of terraform-aws-modules/lambda/aws makes of its inputs, in our words: an image.
# Source: the "Inputs", "Outputs" and "Resources" of the submodule's page on registry.terraform.io.

variable "source_path" { default = null }
variable "docker_file_path" { default = "Dockerfile" }
variable "ecr_repo" { default = null }
variable "ecr_address" { default = null }
variable "image_tag" { default = null }

data "aws_region" "this" {}
data "aws_caller_identity" "this" {}

locals {
  address = coalesce(var.ecr_address, "${data.aws_caller_identity.this.account_id}.dkr.ecr.${data.aws_region.this.id}.amazonaws.com")
  name    = "${local.address}/${var.ecr_repo}:${var.image_tag}"
}

resource "docker_image" "this" {
  name = local.name

  build {
    context    = var.source_path
    dockerfile = var.docker_file_path
  }
}

output "image_uri" { value = docker_image.this.name }
output "image_id" { value = docker_image.this.image_id }
