module "x" { source = "../../lib" }
