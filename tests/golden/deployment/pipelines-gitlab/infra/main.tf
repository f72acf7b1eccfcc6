terraform {
  backend "s3" {
    bucket = "states"
    key    = "jobs.tfstate"
  }
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
