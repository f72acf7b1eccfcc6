role  = "tides-dev-role"
stage = "dev"
