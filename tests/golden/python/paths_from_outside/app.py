import json
import os
from io import StringIO
from pathlib import Path

import boto3
import pandas as pd
import smart_open

RULES = Path(__file__).parent / "rules.json"


def handler(event, context):
    frame = pd.read_csv(event["table"])
    with smart_open.open(f"{os.environ['ROOT']}/{event['name']}") as lines:
        frame["name"] = lines.read()
    frame.to_parquet("/tmp/out.parquet")
    buffer = StringIO()
    frame.to_csv(buffer)
    with RULES.open() as file:
        rules = json.load(file)
    boto3.client("s3").put_object(Bucket="tables", Key="a", Body=json.dumps(rules))
