import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs


class Rows(cdk.Stack):
    def __init__(self, scope, id):
        super().__init__(scope, id)
        inbox = sqs.Queue(self, "Inbox")
        others = sqs.Queue(self, "Others")
        role = iam.Role(self, "Reader", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
                resources=[inbox.queue_arn],
            )
        )
        role.add_to_policy(
            iam.PolicyStatement(
                actions=["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:PurgeQueue", "sqs:ReceiveMessage"],
                resources=[others.queue_arn],
            )
        )
        read = lambda_.Function(
            self,
            "Read",
            runtime=lambda_.Runtime.PYTHON_3_12,
            handler="read.handler",
            code=lambda_.Code.from_asset("rows"),
            role=role,
            tracing=lambda_.Tracing.ACTIVE,
        )
        read.add_event_source_mapping("Poll", event_source_arn=inbox.queue_arn, batch_size=10)
        lambda_.EventSourceMapping(self, "PollOthers", target=read, event_source_arn=others.queue_arn)


app = cdk.App()
Rows(app, "Rows")
app.synth()
