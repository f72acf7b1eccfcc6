resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }

resource "aws_security_group" "db" {
  name   = "db"
  vpc_id = aws_vpc.main.id
}

resource "aws_security_group_rule" "in" {
  security_group_id = aws_security_group.db.id
  type              = "ingress"
  from_port         = 3306
  to_port           = 3306
  protocol          = "tcp"
  cidr_blocks       = ["10.0.0.0/16"]
}

resource "aws_rds_cluster" "db" {
  cluster_identifier  = "orders"
  engine              = "aurora-mysql"
  skip_final_snapshot = true
}

resource "aws_rds_cluster_instance" "db" {
  identifier         = "orders-1"
  cluster_identifier = aws_rds_cluster.db.id
  instance_class     = "db.r6g.large"
  engine             = "aurora-mysql"
}

resource "aws_secretsmanager_secret" "password" { name = "orders/password" }
