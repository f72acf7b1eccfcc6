import duckdb

lake = duckdb.connect(database=":memory:")
lake.execute("INSTALL httpfs;")


def ad_hoc(event, context):
    """What the caller asks for may be in S3."""
    return lake.execute(event["query"]).fetchdf()


def one_day(event, context):
    return lake.execute("SELECT * FROM read_parquet('s3://lake/day/*.parquet')").df()


def report(event, context):
    lake.cursor().sql("COPY (SELECT 1) TO 's3://reports/today.parquet'")


def local(event, context):
    return duckdb.sql("SELECT 1").fetchall()
