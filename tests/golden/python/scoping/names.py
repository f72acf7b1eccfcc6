import os
from string import Template
from pathlib import Path, PurePosixPath
STAGE = os.environ.get("STAGE", "dev")
REGION = os.environ["AWS_REGION"]
CONFIG = {"tables": {"users": "users-v1", "orders": ("orders", "v2")}, "bucket": "cfg-bucket"}
class Names:
    PREFIX = "acme"
    QUEUE = f"{PREFIX}-jobs"
    @staticmethod
    def table(kind):
        return "{prefix}-{kind}-{stage}".format(prefix=Names.PREFIX, kind=kind, stage=STAGE)
KEY = Template("reports/$year/out.csv")
ROOT = PurePosixPath("landing")
