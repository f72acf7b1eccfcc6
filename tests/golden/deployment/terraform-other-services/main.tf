resource "aws_elb" "front" {
  name               = "front"
  availability_zones = ["eu-west-1a"]
  listener {
    instance_port     = 80
    instance_protocol = "http"
    lb_port           = 80
    lb_protocol       = "http"
  }
}
resource "aws_efs_mount_target" "one" {
  file_system_id = "fs-1"
  subnet_id      = "subnet-1"
}
resource "aws_iam_user" "kept" { name = "kept" }
resource "aws_transfer_server" "public" { endpoint_type = "PUBLIC" }
resource "aws_organizations_resource_policy" "all" { content = "{}" }
data "aws_launch_configuration" "one" { name = "web" }
data "aws_elb" "one" { name = "front" }
data "aws_budgets_budget" "one" { name = "monthly" }
