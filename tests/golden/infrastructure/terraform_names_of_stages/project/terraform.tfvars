project = "meters"
stage   = "dev"
mode    = "live"
