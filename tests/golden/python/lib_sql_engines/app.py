import redshift_connector
from pyathena import connect


def report():
    cursor = connect(s3_staging_dir="s3://stage/out/", region_name="us-east-1", work_group="reports").cursor()
    cursor.execute("SELECT 1")
    return cursor.fetchall()


def warehouse():
    return redshift_connector.connect(
        iam=True, database="dev", db_user="etl", cluster_identifier="main", profile="default"
    )


def by_password(password):
    return redshift_connector.connect(host="h", database="dev", user="etl", password=password)
