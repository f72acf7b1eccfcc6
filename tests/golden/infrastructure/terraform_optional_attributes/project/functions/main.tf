variable "wanted" {
  type = map(object({
    handler = string
    vpc_config = optional(object({
      subnet_ids         = list(string)
      security_group_ids = list(string)
    }))
    tracing = optional(object({ mode = optional(string, "Active") }), {})
  }))
}

variable "role_arn" {
  type = string
}

module "function" {
  source   = "../function"
  for_each = var.wanted
  role_arn = var.role_arn
  settings = merge(each.value, { name = each.key })
}
