import os
import aws_cdk as cdk
from aws_cdk import aws_iam as iam, aws_lambda as lambda_
from constructs import Construct

class S(cdk.Stack):
    def __init__(self, scope, id, **kw):
        super().__init__(scope, id, **kw)
        pass
        fn = lambda_.Function(self, "F", runtime=lambda_.Runtime.PYTHON_3_12, handler="app.handler",
            code=lambda_.Code.from_asset("src"), environment={"STAGE": "dev", "BUCKET": "dev-b", **({"STAGE": "prod"} if os.environ.get("P") else {})})
        fn.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject", "s3:PutObject"],
            resources=["arn:aws:s3:::dev-b/*", "arn:aws:s3:::prod-b/*", "arn:aws:s3:::x/*"]))

app = cdk.App()
S(app, "S")
app.synth()
