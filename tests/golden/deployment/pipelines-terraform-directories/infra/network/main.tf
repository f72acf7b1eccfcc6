resource "aws_sns_topic" "changes" {
  name = "changes"
}
