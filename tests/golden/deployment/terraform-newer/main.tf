terraform {
  backend "s3" {
    bucket = "states"
    key    = "app"
    region = "eu-west-1"
    assume_role_with_web_identity = {
      role_arn = "arn:aws:iam::111111111111:role/state"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
  assume_role { role_arn = "arn:aws:iam::111111111111:role/hub" }
  assume_role { role_arn = "arn:aws:iam::222222222222:role/spoke" }
}

provider "aws" {
  alias  = "token"
  region = "eu-central-1"
  assume_role_with_web_identity {
    role_arn                = "arn:aws:iam::333333333333:role/token"
    web_identity_token_file = "/var/run/token"
  }
}

resource "aws_sqs_queue" "jobs" { name = "jobs" }

resource "aws_sqs_queue" "other" {
  provider = aws.token
  name     = "other"
}

ephemeral "aws_secretsmanager_secret_version" "password" {
  secret_id = "app/password"
}

ephemeral "aws_lambda_invocation" "token" {
  function_name = "make-token"
  payload       = jsonencode({ of = ephemeral.aws_secretsmanager_secret_version.password.arn })
}

action "aws_cloudfront_create_invalidation" "site" {
  config {
    distribution_id = "E1EXAMPLE"
    paths           = ["/*"]
  }
}

action "aws_lambda_invoke" "warm" {
  config {
    function_name = "warm"
    payload       = "{}"
  }
}

action "aws_s3_empty_bucket" "uploads" {
  config {
    bucket_name = "uploads"
  }
}

action "aws_events_put_events" "told" {
  provider = aws.token
  config {
    entry {
      source         = "deploy"
      event_bus_name = "audit"
    }
  }
}

resource "terraform_data" "deployed" {
  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.aws_cloudfront_create_invalidation.site, action.aws_lambda_invoke.warm]
    }
    action_trigger {
      events  = [before_destroy]
      actions = [action.aws_s3_empty_bucket.uploads]
    }
  }
}

check "settings" {
  data "aws_ssm_parameter" "mode" {
    name = "/app/mode"
  }
  assert {
    condition     = data.aws_ssm_parameter.mode.value == "on"
    error_message = "switched off"
  }
}

removed {
  from = aws_sns_topic.old
}

removed {
  from = aws_kinesis_stream.kept
  lifecycle {
    destroy = false
  }
}

removed {
  from = module.gone
}
