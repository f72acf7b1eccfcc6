terraform {
  extra_arguments "shared" {
    commands           = get_terraform_commands_that_need_vars()
    optional_var_files = ["${get_terragrunt_dir()}/stage.tfvars"]
  }
}
