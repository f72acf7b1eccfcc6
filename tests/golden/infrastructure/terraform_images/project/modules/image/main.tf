variable "dir" {}
variable "path" {}
variable "repo" {}
resource "null_resource" "b" {
  triggers = { dir = var.dir }
  provisioner "local-exec" {
    command = "${path.module}/build.sh ${var.dir} ${var.repo} v1"
  }
}
output "uri" {
  value = "${var.repo}:v1"
  depends_on = [null_resource.b]
}
