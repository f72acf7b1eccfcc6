variable "bus" {}

resource "aws_cloudwatch_event_rule" "named" {
  name           = "named"
  event_bus_name = "own"
  event_pattern  = "{}"
  tags           = { a = "b" }
}

resource "aws_cloudwatch_event_rule" "anywhere" {
  name           = "anywhere"
  event_bus_name = var.bus
  event_pattern  = "{}"
}
