import aws_cdk as cdk
from stacks.db import DatabaseStack
from stacks.api import ApiStack

app = cdk.App()
environment = app.node.try_get_context("environment") or "dev"
db = DatabaseStack(app, "db", environment=environment)
ApiStack(app, "api", workflows_table=db.workflows_table, environment=environment)
app.synth()
