variable "exec" {
  type    = bool
  default = true
}

module "service" {
  source  = "../../modules/service"
  tracing = "PassThrough"
}
