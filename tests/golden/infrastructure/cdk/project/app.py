import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks
from aws_cdk.aws_lambda_event_sources import SqsEventSource
from aws_cdk.aws_lambda_nodejs import NodejsFunction
from constructs import Construct


class Reports(cdk.NestedStack):
    def __init__(self, scope: Construct, id: str, *, table: dynamodb.Table) -> None:
        super().__init__(scope, id)
        report = lambda_.Function(
            self,
            "Report",
            runtime=lambda_.Runtime.PYTHON_3_12,
            handler="report.handler",
            code=lambda_.Code.from_asset("functions/nested"),
            environment={"TABLE": table.table_name},
        )
        table.grant_read_data(report)


class Orders(cdk.Stack):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        table = dynamodb.Table(
            self, "Orders", partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING)
        )
        inbox = sqs.Queue(self, "Inbox")
        files = s3.Bucket(self, "Files", encryption=s3.BucketEncryption.KMS)

        # Works on the inbox.
        worker = lambda_.Function(
            self,
            "Worker",
            runtime=lambda_.Runtime.PYTHON_3_12,
            handler="app.handler",
            code=lambda_.Code.from_asset("functions/worker"),
            environment={"TABLE": table.table_name, "BUCKET": files.bucket_name},
        )
        worker.add_event_source(SqsEventSource(inbox))
        table.grant_read_write_data(worker)
        files.grant_put(worker)  # reports

        api = NodejsFunction(
            self,
            "Api",
            runtime=lambda_.Runtime.NODEJS_20_X,
            entry="src/api.ts",
            environment={"QUEUE_URL": inbox.queue_url},
            deps_lock_file_path="package-lock.json",
        )
        inbox.grant_send_messages(api)
        lambda_.DockerImageFunction(
            self, "Image", code=lambda_.DockerImageCode.from_image_asset("functions/img")
        )
        Reports(self, "Reports", table=table)
        sfn.StateMachine(
            self,
            "Flow",
            definition_body=sfn.DefinitionBody.from_chainable(
                tasks.LambdaInvoke(self, "Work", lambda_function=worker)
            ),
        )


app = cdk.App()
Orders(app, "OrdersStack")
app.synth()
