import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_, aws_iam as iam

app = cdk.App()
prod = app.node.try_get_context("prod") == "yes"
SHELF = ["arn:aws:s3:::shelf/*"]


class One(cdk.Stack):
    def __init__(self, scope, id, extra=False, **kw):
        super().__init__(scope, id, **kw)
        early = self.fn("Early")
        early.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject", "s3:PutObject"], resources=["*"]))
        self.give(early)
        loop = lambda_.Function(self, "Loop", runtime=lambda_.Runtime.PYTHON_3_12, handler="a.handler", code=lambda_.Code.from_asset("src"))
        loop.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject", "s3:PutObject"], resources=["*"]))
        for one in (["a"] if prod else []):
            loop.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=SHELF))
        tern = lambda_.Function(self, "Tern", runtime=lambda_.Runtime.PYTHON_3_12, handler="a.handler", code=lambda_.Code.from_asset("src"))
        tern.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=SHELF if prod else ["arn:aws:s3:::desk/*"]))
        tern.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject", "s3:PutObject"], resources=["*"]))
        eff = lambda_.Function(self, "Eff", runtime=lambda_.Runtime.PYTHON_3_12, handler="a.handler", code=lambda_.Code.from_asset("src"))
        eff.add_to_role_policy(iam.PolicyStatement(effect=iam.Effect.DENY if prod else iam.Effect.ALLOW, actions=["s3:GetObject"], resources=["arn:aws:s3:::shelf/secret*"]))
        eff.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject", "s3:PutObject"], resources=["*"]))
        [eff.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=SHELF)) for _ in range(1) if prod]
        late = lambda_.Function(self, "Late", runtime=lambda_.Runtime.PYTHON_3_12, handler="a.handler", code=lambda_.Code.from_asset("src"))
        late.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject", "s3:PutObject"], resources=["*"]))
        if not prod:
            return
        late.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=SHELF))

    def fn(self, id):
        return lambda_.Function(self, id, runtime=lambda_.Runtime.PYTHON_3_12, handler="a.handler", code=lambda_.Code.from_asset("src"))

    def give(self, fn):
        if not prod:
            return
        fn.add_to_role_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=SHELF))


One(app, "One")
app.synth()
