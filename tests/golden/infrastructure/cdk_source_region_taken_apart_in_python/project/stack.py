from aws_cdk import Aws, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from constructs import Construct


class S(Stack):
    def __init__(self, scope: Construct, id: str, audit: bool = False, **kwargs):
        super().__init__(scope, id, **kwargs)
        region, account = self.region, self.account
        name = f"data-{account}-{region}"
        bucket = s3.Bucket(self, "Data", bucket_name=name)
        fn = lambda_.Function(
            self, "Send", runtime=lambda_.Runtime.PYTHON_3_12, handler="index.handler",
            code=lambda_.Code.from_asset("fn"), environment={"BUCKET": name},
        )
        fn.add_to_role_policy(iam.PolicyStatement(actions=["s3:*"], resources=[f"arn:aws:s3:::{name}/*"]))
        fn.add_to_role_policy(iam.PolicyStatement(actions=["sqs:*"], resources=[f"arn:aws:sqs:{region}:{account}:jobs"]))
        stack = Stack.of(self)
        here = stack.region
        fn.add_to_role_policy(iam.PolicyStatement(actions=["sns:*"], resources=[f"arn:aws:sns:{here}:{Aws.ACCOUNT_ID}:told"]))
        other, *_ = pair(kwargs)
        fn.add_to_role_policy(iam.PolicyStatement(actions=["dynamodb:*"], resources=[f"arn:aws:dynamodb:{other}:{account}:table/t"]))


def pair(given):
    return given["env"].region, given["env"].account
