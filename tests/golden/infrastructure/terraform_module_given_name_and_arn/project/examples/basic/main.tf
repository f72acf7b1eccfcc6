module "w" {
  source     = "../../modules/worker"
  name       = "basic"
  table_arn  = "arn:aws:dynamodb:eu-west-1:111122223333:table/basic"
  table_name = "basic"
}
