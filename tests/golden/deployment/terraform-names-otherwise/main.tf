resource "aws_iot_role_alias" "cameras" {
  alias    = "cameras"
  role_arn = "arn:aws:iam::123456789012:role/cameras"
}

resource "aws_ses_configuration_set" "news" {
  name = "news"
}

resource "aws_sesv2_configuration_set" "orders" {
  configuration_set_name = "orders"
}

resource "aws_redshift_snapshot_schedule" "nights" {
  identifier  = "nights"
  definitions = ["rate(12 hours)"]
}

resource "aws_redshift_subnet_group" "inner" {
  name       = "inner"
  subnet_ids = ["subnet-1"]
}

resource "aws_xray_sampling_rule" "some" {
  rule_name      = "some"
  priority       = 100
  reservoir_size = 1
  fixed_rate     = 0.1
  version        = 1
  host           = "*"
  http_method    = "*"
  url_path       = "*"
  service_name   = "*"
  service_type   = "*"
  resource_arn   = "*"
}

resource "aws_batch_compute_environment" "nightly" {
  name = "nightly"
  type = "UNMANAGED"
}

# What AWS makes an id for is not told by its name, and a document or an address by which it is reached is none.
resource "aws_ssoadmin_application" "portal" {
  name                     = "portal"
  application_provider_arn = "arn:aws:sso::aws:applicationProvider/custom"
  instance_arn             = "arn:aws:sso:::instance/ssoins-1"
}

resource "aws_ssoadmin_permission_set" "readers" {
  name         = "readers"
  instance_arn = "arn:aws:sso:::instance/ssoins-1"
}

resource "aws_iam_policy" "made" {
  policy = "{}"
}
