import aws_cdk as cdk
from stacks.orders import Orders

app = cdk.App()
Orders(app, "Orders")
app.synth()
