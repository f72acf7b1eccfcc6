from aws_cdk import Stack, Stage, pipelines

from .stack import LettersStack


class Live(Stage):
    def __init__(self, scope, construct_id, **kwargs):
        super().__init__(scope, construct_id, **kwargs)
        LettersStack(self, "Letters")


class Delivery(Stack):
    def __init__(self, scope, construct_id, **kwargs):
        super().__init__(scope, construct_id, **kwargs)
        source = pipelines.CodePipelineSource.git_hub("acme/letters", "main")
        step = pipelines.ShellStep("Synth", input=source, commands=["npx cdk synth"])
        pipelines.CodePipeline(self, "Pipeline", synth=step).add_stage(Live(self, "Live"))
