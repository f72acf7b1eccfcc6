resource "aws_sns_topic" "other" {
  name = "other"
}
