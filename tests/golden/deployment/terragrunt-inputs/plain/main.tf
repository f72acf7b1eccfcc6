terraform { required_providers { aws = { source = "hashicorp/aws" } } }
variable "topic" { default = "orders" }
resource "aws_sns_topic" "t" { name = var.topic }
