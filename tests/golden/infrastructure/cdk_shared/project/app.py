import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_notifications as notifications
from aws_cdk import aws_sqs as sqs
from aws_cdk import custom_resources
from constructs import Construct


def function(scope: Construct, id: str, handler: str, **environment: str) -> lambda_.Function:
    return lambda_.Function(
        scope,
        id,
        runtime=lambda_.Runtime.PYTHON_3_13,
        handler=f"post.{handler}",
        code=lambda_.Code.from_asset("functions"),
        environment=environment,
    )


class Counter(Construct):
    """Each counter has a function of its own."""

    def __init__(self, scope: Construct, id: str, parcels: dynamodb.Table, handler: str) -> None:
        super().__init__(scope, id)
        self.serve = lambda_.Function(
            self,
            "Serve",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler=f"post.{handler}",
            code=lambda_.Code.from_asset("functions"),
            environment={"PARCELS": parcels.table_name},
        )
        parcels.grant_read_write_data(self.serve)


class PostOffice(cdk.Stack):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        parcels = dynamodb.Table(
            self, "Parcels", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING)
        )
        letters = sqs.Queue(self, "Letters")
        photos = s3.Bucket(self, "Photos")

        # One place for two functions that need different things.
        Counter(self, "Incoming", parcels, "take")
        Counter(self, "Outgoing", parcels, "find")

        # A loop serves several.
        stamp = lambda_.Function(
            self,
            "Stamp",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="post.stamp",
            code=lambda_.Code.from_asset("functions"),
            environment={"LETTERS": letters.queue_url},
        )
        sort = lambda_.Function(
            self,
            "Sort",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="post.sort",
            code=lambda_.Code.from_asset("functions"),
            environment={"PARCELS": parcels.table_name},
        )
        for one in (stamp, sort):
            parcels.grant_read_data(one)

        # A statement of one role is edited where it stands, one of two roles is not.
        own = iam.PolicyStatement(actions=["sqs:SendMessage", "sqs:PurgeQueue"], resources=[letters.queue_arn])
        stamp.add_to_role_policy(own)
        both = iam.PolicyStatement(actions=["s3:GetObject", "s3:DeleteObject"], resources=["*"])
        stamp.add_to_role_policy(both)
        sort.add_to_role_policy(both)

        # Made by a helper, under an id that is none of its words.
        weigh = function(self, "Weigh", "weigh", PHOTOS=photos.bucket_name)
        photos.grant_read_write(weigh)

        # Some objects alone.
        album = lambda_.Function(
            self,
            "Album",
            runtime=lambda_.Runtime.PYTHON_3_13,
            handler="post.album",
            code=lambda_.Code.from_asset("functions"),
            environment={"PHOTOS": photos.bucket_name},
        )
        photos.grant_read_write(album, "albums/*")
        photos.grant_put(album, "covers/*")

        # What the CDK brings for itself.
        photos.add_event_notification(s3.EventType.OBJECT_CREATED, notifications.SqsDestination(letters))
        custom_resources.AwsCustomResource(
            self,
            "Greeting",
            on_create=custom_resources.AwsSdkCall(
                service="SQS",
                action="sendMessage",
                parameters={"QueueUrl": letters.queue_url, "MessageBody": "hello"},
                physical_resource_id=custom_resources.PhysicalResourceId.of("greeting"),
            ),
            policy=custom_resources.AwsCustomResourcePolicy.from_sdk_calls(resources=[letters.queue_arn]),
            install_latest_aws_sdk=False,
        )


app = cdk.App()
PostOffice(app, "PostOffice")
app.synth()
