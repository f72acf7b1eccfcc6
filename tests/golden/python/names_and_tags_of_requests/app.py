"""What requests name in more than one way, and tags of more than one thing."""

import boto3

KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
ROLE = "arn:aws:iam::111122223333:role/importer"
BUS = "arn:aws:events:us-east-1:444455556666:event-bus/orders"
TAGS = [{"key": "team", "value": "shop"}]

bedrock = boto3.client("bedrock")
events = boto3.client("events")
permissions = boto3.client("verifiedpermissions")


def import_model():
    source = {"s3DataSource": {"s3Uri": "s3://models/a/"}}
    bedrock.create_model_import_job(
        jobName="a", importedModelName="a", roleArn=ROLE, modelDataSource=source, importedModelTags=TAGS
    )


def copy_model(arn):
    bedrock.create_model_copy_job(sourceModelArn=arn, targetModelName="b", targetModelTags=TAGS)


def give_back():
    bedrock.delete_provisioned_model_throughput(provisionedModelId="by-name")


def rules_of_another_account():
    events.list_targets_by_rule(Rule="paid", EventBusName=BUS)


def may(token):
    permissions.is_authorized_with_token(policyStoreId="policy-store-alias/shop", identityToken=token)
    permissions.get_schema(policyStoreId="PSEXAMPLEabcdefg111111")


def recommend(user):
    recommender = "arn:aws:personalize:us-east-1:111122223333:recommender/shop"
    boto3.client("personalize-runtime").get_recommendations(recommenderArn=recommender, userId=user)


def move_primary():
    boto3.client("kms", region_name="us-east-1").update_primary_region(
        KeyId="mrk-1234abcd12ab34cd56ef1234567890ab", PrimaryRegion="eu-west-1"
    )


def encrypt():
    boto3.client("codecommit").update_repository_encryption_key(repositoryName="shop", kmsKeyId=KEY)


def verify():
    boto3.client("sesv2").create_email_identity(EmailIdentity="Shop.Example.com")


def bundle():
    boto3.client("directconnect").create_lag(
        numberOfConnections=1, location="x", connectionsBandwidth="1Gbps", lagName="l", childConnectionTags=TAGS
    )


def bot():
    boto3.client("lexv2-models").create_bot(
        botName="b", roleArn=ROLE, dataPrivacy={"childDirected": False}, idleSessionTTLInSeconds=60,
        testBotAliasTags={"team": "shop"},
    )  # fmt: skip


def query():
    boto3.client("athena").start_query_execution(
        QueryString="select 1", ResultConfiguration={"OutputLocation": "s3://results/daily/"}
    )
