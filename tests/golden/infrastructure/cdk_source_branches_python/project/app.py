
import aws_cdk as cdk
from aws_cdk import aws_lambda as _lambda, aws_s3 as s3, aws_iam as iam

class Main(cdk.Stack):
    def __init__(self, scope, id, *, prod):
        super().__init__(scope, id)
        self.fn = _lambda.Function(self, "Fn", runtime=_lambda.Runtime.PYTHON_3_12, handler="a.handler",
            code=_lambda.Code.from_asset("src"))
        if prod:
            self.narrow()
        else:
            self.wide()

    def narrow(self):
        self.fn.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject", "s3:PutObject"], resources=["arn:aws:s3:::one/*"]))

    def wide(self):
        self.fn.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject", "s3:DeleteObject"], resources=["*"]))

app = cdk.App()
Main(app, "Dev", prod=False)
Main(app, "Prod", prod=True)
