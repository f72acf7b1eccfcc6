resource "aws_lb" "front" {
  name               = "front"
  load_balancer_type = "application"
  subnets            = ["subnet-1"]
}
resource "aws_lb_target_group" "web" { name = "web" }
resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.front.arn
  port = 80
  default_action {
    type = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
}
resource "aws_lb_listener_rule" "r" {
  listener_arn = aws_lb_listener.http.arn
  action {
    type = "forward"
    target_group_arn = aws_lb_target_group.web.arn
  }
  condition { 
    path_pattern { values = ["/x"] }
  }
}
