data "aws_ecr_images" "built" { repository_name = "app" }
data "aws_ecr_repositories" "all" {}
data "aws_vpc_security_group_rules" "of_group" {
  filter {
    name   = "group-id"
    values = ["sg-1"]
  }
}
data "aws_ecs_task_execution" "migrates" {
  cluster         = "main"
  task_definition = "migrate"
}
data "aws_bedrock_foundation_model" "one" { model_id = "amazon.titan-text-express-v1" }
data "aws_route53_zones" "all" {}
data "aws_iam_role_policies" "of_role" { role = "worker" }
data "aws_cognito_user_groups" "all" { user_pool_id = "eu-west-1_abc" }
data "aws_ssm_patch_baselines" "all" {}
data "aws_lb" "one" { name = "front" }
data "aws_ecr_lifecycle_policy_document" "text" {}
data "aws_iam_policy_document" "text" {}
data "aws_appconfig_application" "one" { name = "shop" }
data "aws_datazone_domain" "one" { name = "all" }
data "aws_securityhub_security_controls" "all" {}
data "aws_qldb_ledger" "gone" { name = "ledger" }
resource "aws_sesv2_multi_region_endpoint" "global" { endpoint_name = "global" }
