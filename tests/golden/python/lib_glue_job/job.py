import sys

from awsglue.context import GlueContext
from awsglue.utils import getResolvedOptions
from pyspark.context import SparkContext

args = getResolvedOptions(sys.argv, ["JOB_NAME"])
glue = GlueContext(SparkContext.getOrCreate())
spark = glue.spark_session

raw = spark.read.option("header", True).csv("s3://raw/in/")
events = glue.create_dynamic_frame.from_catalog(database="db", table_name="events")
glue.write_dynamic_frame.from_options(
    frame=events, connection_type="s3", connection_options={"path": "s3://curated/events/"}, format="parquet"
)


def out(frame):
    frame.write.mode("overwrite").partitionBy("day").parquet("s3a://curated/raw/")


out(raw)
