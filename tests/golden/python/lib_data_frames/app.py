import os

import pandas as pd
import polars as pl
import pyarrow.parquet as pq


def load(day):
    orders = pd.read_csv(f"s3://{os.environ['BUCKET']}/in/{day}.csv")
    names = pd.read_csv("names.csv")
    save(orders.merge(names))
    events = pl.scan_parquet("s3://lake/events/*.parquet").collect()
    folder = pd.read_parquet("s3://lake/daily/")
    pq.write_table(folder, "s3://reports/day.parquet")
    return events


def save(frame):
    frame.to_parquet("s3://reports/orders.parquet")
    frame.to_csv("/tmp/orders.csv")
