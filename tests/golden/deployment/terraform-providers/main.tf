provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "us"
  region = "us-east-1"
  assume_role { role_arn = "arn:aws:iam::111111111111:role/hub" }
  assume_role { role_arn = "arn:aws:iam::222222222222:role/us" }
}

provider "awscc" {
  alias       = "logs"
  region      = "eu-west-1"
  assume_role = { role_arn = "arn:aws:iam::333333333333:role/logs" }
}

module "queues" {
  source    = "./queues"
  providers = { aws.source = aws.us, aws = aws }
}

module "logs" {
  source    = "./logs"
  providers = { awscc = awscc.logs }
}

module "legacy" {
  source = "./legacy"
}
