terraform {
  source = "../../modules//jobs"
}
remote_state {
  backend = "s3"
  config = {
    bucket         = "state-${get_env("STAGE")}"
    dynamodb_table = "locks"
  }
}
