import awswrangler as wr
import pandas as pd
import s3fs
from cloudpathlib import S3Path

PATHS = [
    "s3://bucket-00/data.csv",
    "s3://bucket-01/data.csv",
    "s3://bucket-02/data.csv",
    "s3://bucket-03/data.csv",
    "s3://bucket-04/data.csv",
    "s3://bucket-05/data.csv",
    "s3://bucket-06/data.csv",
    "s3://bucket-07/data.csv",
    "s3://bucket-08/data.csv",
    "s3://bucket-09/data.csv",
    "s3://bucket-10/data.csv",
    "s3://bucket-11/data.csv",
    "s3://bucket-12/data.csv",
    "s3://bucket-13/data.csv",
    "s3://bucket-14/data.csv",
    "s3://bucket-15/data.csv",
    "s3://bucket-16/data.csv",
    "s3://bucket-17/data.csv",
    "s3://bucket-18/data.csv",
    "s3://bucket-19/data.csv",
]
AREAS = [
    "area-00", "area-01", "area-02", "area-03", "area-04", "area-05", "area-06", "area-07", "area-08",
    "area-09", "area-10", "area-11", "area-12", "area-13", "area-14", "area-15", "area-16", "area-17",
]
SOURCES = ["s3://raw-1/in/", "s3://raw-2/in/", "s3://raw-3/in/", "s3://raw-4/in/", "s3://raw-5/in/"]
TARGETS = ["s3://kept-1/out/", "s3://kept-2/out/", "s3://kept-3/out/", "s3://kept-4/out/"]


def any_of_them(event, context):
    return pd.read_csv(PATHS[event["n"]])


def all_of_them(event, context):
    return wr.s3.read_csv(PATHS)


def below_any(event, context):
    return (S3Path("s3://" + AREAS[event["n"]]) / "index.json").read_text()


def each_to_each(event, context):
    fs = s3fs.S3FileSystem()
    fs.copy(SOURCES[event["from"]] + "a.csv", TARGETS[event["to"]] + "b.csv")
