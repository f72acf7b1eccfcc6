resource "awscc_logs_log_group" "app" { log_group_name = "app" }
