variable "stage" { type = string }

locals {
  prefix = "acme"
  shelf  = "${local.prefix}-shelf-${var.stage}"
  inbox  = "s3"
  twice  = "both"
  again  = "both"
}
