queue = "https://sqs.us-east-1.amazonaws.com/111111111111/prod-q"
stage = "prod"
