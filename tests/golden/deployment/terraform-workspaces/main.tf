terraform {
  backend "s3" {
    bucket               = "acme-state"
    key                  = "terraform.tfstate"
    region               = "eu-west-1"
    use_lockfile         = true
    workspace_key_prefix = "shop"
  }
}

resource "aws_directory_service_directory" "users" {
  name     = "users-${terraform.workspace}.example.com"
  password = "from-elsewhere"
  edition  = "Standard"
  type     = "MicrosoftAD"

  vpc_settings {
    vpc_id     = "vpc-1"
    subnet_ids = ["subnet-1", "subnet-2"]
  }
}
