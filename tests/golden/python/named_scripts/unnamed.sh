aws s3 rb s3://everything --force
