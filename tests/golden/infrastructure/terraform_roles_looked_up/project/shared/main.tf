# Those who keep snapshots of their own databases find this by its name.
module "worker" {
  source = "../modules/worker"
  name   = "keep-any"
}
