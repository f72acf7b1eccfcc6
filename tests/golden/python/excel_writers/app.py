import io
import os

import boto3
import pandas as pd

sqs = boto3.client("sqs")


def local(frame):
    writer = pd.ExcelWriter("report.xlsx", engine="xlsxwriter")
    frame.to_excel(writer, sheet_name="first")
    with pd.ExcelWriter(io.BytesIO()) as buffer:
        frame.to_excel(buffer)


def stored(frame):
    with pd.ExcelWriter("s3://reports/monthly.xlsx") as writer:
        frame.to_excel(writer, sheet_name="first")


def somewhere(frame):
    with pd.ExcelWriter(os.environ["REPORT"]) as writer:
        frame.to_excel(writer)
