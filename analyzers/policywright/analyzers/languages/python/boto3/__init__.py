"""boto3, botocore and their async kin, modelled from their own data."""
