variable "secret" {
  type = string
}

variable "worker" {
  type = string
}

variable "table" {
  type = string
}

variable "bus" {
  type = string
}

variable "key" {
  type = string
}

variable "queue" {
  type = string
}

variable "bucket" {
  type = string
}

variable "topic" {
  type = string
}

module "forms" {
  source = "./forms"
  secret = var.secret
  worker = var.worker
  table  = var.table
  bus    = var.bus
  key    = var.key
  queue  = var.queue
  bucket = var.bucket
  topic  = var.topic
}
