from airflow import DAG
from airflow.decorators import task, dag
from airflow.operators.python import PythonOperator
import boto3

def start_crawler(**context):
    boto3.client("glue").start_crawler(Name="raw")

with DAG("etl") as d:
    t1 = PythonOperator(task_id="crawl", python_callable=start_crawler)

@dag(schedule=None)
def flow():
    @task
    def run_job():
        r = boto3.client("glue").start_job_run(JobName="transform")
        return r["JobRunId"]
    @task()
    def check(run_id):
        return boto3.client("glue").get_job_run(JobName="transform", RunId=run_id)
    check(run_job())
flow()
