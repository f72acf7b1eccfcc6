provider "aws" { region = "cn-north-1" }
provider "aws" { 
alias = "gov" 
region = "us-gov-west-1" 
}
resource "aws_s3_bucket" "b" { bucket = "b" }
resource "aws_iam_role" "r" { 
 name = "r"
 assume_role_policy = "{}" 
 provider = aws.gov
}
