import aws_cdk as cdk

from letters.pipeline import Delivery

app = cdk.App()
Delivery(app, "Delivery")
app.synth()
