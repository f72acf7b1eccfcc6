terraform {
  backend "s3" {
    bucket = "state"
    key = "k"
    assume_role = { role_arn = "arn:aws:iam::123456789012:role/state" }
  }
}
data "terraform_remote_state" "net" {
  backend = "s3"
  config = { bucket = "other", key = "net.tfstate", region = "eu-west-1" }
}
variable "ws" {}
data "terraform_remote_state" "db" {
  backend = "s3"
  workspace = var.ws
  config = { bucket = "other", key = "db.tfstate", region = "us-east-1", assume_role = { role_arn = "arn:aws:iam::222222222222:role/reads" } }
}
data "terraform_remote_state" "loc" {
  backend = "local"
  config = { path = "x" }
}
