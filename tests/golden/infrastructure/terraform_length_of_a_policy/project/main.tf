module "helper" {
  source = "./helper"
  name   = "h"
}
