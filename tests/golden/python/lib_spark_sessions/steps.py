def copy(spark):
    frame = spark.read.parquet("s3://passed/in/")
    frame.write.csv("s3://passed/out/")
