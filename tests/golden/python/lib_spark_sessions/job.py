from pyspark.sql import SparkSession

spark = SparkSession.builder.appName("job").getOrCreate()


def load():
    return spark.read.parquet("s3://raw/in/")


def main():
    frame = load().filter("day > 1")
    frame.write.parquet("s3a://curated/all/")
    frame.write.mode("overwrite").partitionBy("day").csv("s3a://curated/days/")
    spark.read.option("header", True).json("s3://raw/names.json")
    held = spark.read.orc
    held("s3://held/in/")
    write = frame.write.json
    write("s3://held/out/")
