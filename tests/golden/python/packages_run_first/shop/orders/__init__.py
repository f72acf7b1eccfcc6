import boto3

boto3.client("ssm").get_parameter(Name="/shop/orders/start")
