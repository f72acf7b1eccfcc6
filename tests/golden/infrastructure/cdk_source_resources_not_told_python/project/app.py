import aws_cdk as cdk
from aws_cdk import aws_iam as iam, aws_lambda as _lambda, aws_s3 as s3, aws_sqs as sqs


class Shelves(cdk.Stack):
    def __init__(self, scope, id, *, stage, more, **kwargs):
        super().__init__(scope, id, **kwargs)
        shelf = s3.Bucket(self, "Shelf")
        inbox = sqs.Queue(self, "Inbox")
        environment = {"SHELF": shelf.bucket_name, "INBOX": inbox.queue_url}

        other = _lambda.Function(
            self, "Other", runtime=_lambda.Runtime.PYTHON_3_12, handler="both.handler",
            code=_lambda.Code.from_asset("fn"), environment=environment,
        )
        other.add_to_role_policy(iam.PolicyStatement(
            actions=["ssm:GetParameter"], resources=[f"arn:aws:ssm:*:*:parameter/shelves/{stage}/*"],
        ))

        same = _lambda.Function(
            self, "Same", runtime=_lambda.Runtime.PYTHON_3_12, handler="both.handler",
            code=_lambda.Code.from_asset("fn"), environment=environment,
        )
        statement = iam.PolicyStatement(actions=["sqs:SendMessage", "ssm:GetParameter"])
        statement.add_resources(*more)
        same.role.add_to_principal_policy(statement)


app = cdk.App()
Shelves(app, "Shelves", stage=app.node.try_get_context("stage"), more=app.node.try_get_context("more"))
app.synth()
