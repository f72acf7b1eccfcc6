import os

import aws_cdk as cdk

from mill.stack import Mill

app = cdk.App()
Mill(app, f"Mill-{os.environ['STAGE']}", stage=os.environ["STAGE"])
app.synth()
