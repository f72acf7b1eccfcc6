import aws_cdk as cdk
from aws_cdk import Stack, aws_lambda as _lambda, aws_iam as iam

class S(Stack):
    def __init__(self, scope, id, mail=False):
        super().__init__(scope, id)
        role = iam.Role(
            self, "R",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name("service-role/AWSLambdaBasicExecutionRole")],
            inline_policies={
                "p": iam.PolicyDocument(statements=[
                    iam.PolicyStatement(actions=["dynamodb:GetItem"], resources=["*"]),
                    iam.PolicyStatement(actions=["sqs:*"], resources=["*"]),
                ]),
                "q": iam.PolicyDocument(statements=[
                    iam.PolicyStatement(actions=["s3:GetObject"], resources=["*"]),
                    iam.PolicyStatement(actions=["sns:*"], resources=["*"]),
                    iam.PolicyStatement(actions=["kms:*"], resources=["*"]),
                ]),
            },
        )
        if mail:
            role.add_to_policy(iam.PolicyStatement(actions=["ses:SendEmail"], resources=["*"]))
            role.add_to_policy(iam.PolicyStatement(actions=["ses:GetAccount"], resources=["*"]))
        iam.ManagedPolicy(self, "MP", roles=[role], statements=[
            iam.PolicyStatement(actions=["ec2:DescribeInstances"], resources=["*"])])
        _lambda.Function(self, "F", runtime=_lambda.Runtime.PYTHON_3_12, handler="a.handler",
                code=_lambda.Code.from_asset("src"), role=role)
app = cdk.App()
S(app, "S")
app.synth()
