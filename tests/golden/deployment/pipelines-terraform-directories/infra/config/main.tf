locals {
  region = "eu-west-1"
}

output "region" {
  value = local.region
}
