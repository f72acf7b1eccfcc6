variable "group" {}
variable "name" {}

resource "aws_db_subnet_group" "given" {
  name       = var.group
  subnet_ids = ["subnet-1", "subnet-2"]
}

resource "aws_db_subnet_group" "named" {
  name       = "${var.name}-groups"
  subnet_ids = ["subnet-1", "subnet-2"]
}

resource "aws_db_instance" "first" {
  identifier           = "first"
  engine               = "postgres"
  db_subnet_group_name = aws_db_subnet_group.named.name
}
