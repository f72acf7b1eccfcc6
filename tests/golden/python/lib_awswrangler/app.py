import awswrangler as wr


def main():
    orders = wr.athena.read_sql_query(
        "SELECT * FROM t", database="sales", s3_output="s3://athena-out/q/", ctas_approach=False
    )
    wr.s3.to_parquet(df=orders, path="s3://lake/orders/", dataset=True, mode="overwrite", database="sales", table="orders")
    wr.s3.to_csv(orders, "s3://lake/plain.csv")
    wr.catalog.create_csv_table(database="raw", table="uploads", path="s3://lake/uploads/", columns_types={"a": "string"})
    wr.s3.delete_objects("s3://lake/tmp/a.parquet")
    login = wr.secretsmanager.get_secret_json("db/login")
    wr.chime.post_message("https://hooks.chime.aws/x", f"done {login}")
