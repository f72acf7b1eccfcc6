from aws_cdk import App, CfnOutput, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3


class ItemsStack(Stack):
    def __init__(self, scope: App, id: str) -> None:
        super().__init__(scope, id)
        items = s3.Bucket(self, f"items-{self.region}")
        reports = s3.Bucket(self, "Reports")
        worker = lambda_.Function(
            self,
            "Worker",
            runtime=lambda_.Runtime.PYTHON_3_12,
            handler="app.handler",
            code=lambda_.Code.from_asset("src"),
            environment={"ITEMS": items.bucket_name, "REPORTS": reports.bucket_name},
        )

        worker.apply_removal_policy(RemovalPolicy.RETAIN)

        # What comes in is read and taken away.
        items.grant_read_write(worker)

        # The report is written.
        reports.grant_read_write(
            worker,
        )

        # Mails used to go out from here,
        # by the service's own address.
        worker.add_to_role_policy(
            iam.PolicyStatement(
                actions=["ses:SendEmail"],
                resources=["*"],
            )
        )

        # Both of these.
        worker.add_to_role_policy(iam.PolicyStatement(actions=["sqs:SendMessage"], resources=["*"]))
        CfnOutput(self, "Name", value=worker.function_name)

        # What stood last.
        worker.add_to_role_policy(iam.PolicyStatement(actions=["sns:Publish"], resources=["*"]))


app = App()
ItemsStack(app, "Items")
app.synth()
