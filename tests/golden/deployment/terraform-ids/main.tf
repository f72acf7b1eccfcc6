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

# Its id is the service's, the argument says what is scaled.
resource "aws_appautoscaling_target" "jobs" {
  resource_id        = "service/main/jobs"
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = 1
  max_capacity       = 4
  role_arn           = data.aws_iam_role.scaling.arn
  tags               = { team = "jobs" }
}

resource "aws_appautoscaling_policy" "steps" {
  name               = "steps"
  resource_id        = "service/main/jobs"
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  step_scaling_policy_configuration { adjustment_type = "ChangeInCapacity" }
}

data "aws_iam_role" "scaling" {
  name = "AWSServiceRoleForApplicationAutoScaling_ECSService"
}

# Tags are of what is made, never of what it names.
resource "aws_fis_experiment_template" "stop" {
  description = "stop"
  role_arn    = "arn:aws:iam::123456789012:role/fis"
  tags        = { team = "jobs" }
  stop_condition { source = "none" }
  action {
    name      = "stop"
    action_id = "aws:ecs:stop-task"
  }
}

resource "aws_lb" "front" {
  name = "front"
}

# A load balancer is protected: no other service is asked.
resource "aws_wafv2_web_acl_association" "front" {
  resource_arn = aws_lb.front.arn
  web_acl_arn  = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/w/1"
}
