import boto3

KEY = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"

cognito = boto3.client("cognito-idp")
dynamodb = boto3.client("dynamodb")
ec2 = boto3.client("ec2")
events = boto3.client("events")
keyspaces = boto3.client("keyspaces")


def handler(event, context):
    # Logs are delivered, where they are asked for.
    cognito.set_log_delivery_configuration(
        UserPoolId="us-east-1_pool",
        LogConfigurations=[
            {
                "LogLevel": "ERROR",
                "EventSource": "userNotification",
                "S3Configuration": {"BucketArn": "arn:aws:s3:::user-pool-logs"},
            }
        ],
    )
    # An endpoint is an interface, which is made with the caller's permissions.
    ec2.create_instance_connect_endpoint(SubnetId="subnet-1", SecurityGroupIds=["sg-1"])
    # What is copied is in another Region.
    ec2.copy_snapshot(SourceRegion="us-west-2", SourceSnapshotId="snap-1")
    # Subnets beside configured ones.
    ec2.modify_vpc_endpoint(
        VpcEndpointId="vpce-1",
        AddSubnetIds=["subnet-2"],
        SubnetConfigurations=[{"SubnetId": "subnet-3"}],
    )
    # The key is that of the connection's secret.
    events.create_connection(
        Name="partner",
        AuthorizationType="API_KEY",
        AuthParameters={"ApiKeyAuthParameters": {"ApiKeyName": "key", "ApiKeyValue": "value"}},
        KmsKeyIdentifier=KEY,
    )
    # The first scales by itself, the second doesn't.
    keyspaces.create_table(
        keyspaceName="shop", tableName="orders", schemaDefinition={}, autoScalingSpecification={}
    )
    keyspaces.create_table(keyspaceName="shop", tableName="returns", schemaDefinition={})
    # The replica is made in its own Region.
    dynamodb.update_table(TableName="orders", ReplicaUpdates=[{"Create": {"RegionName": "eu-west-1"}}])
