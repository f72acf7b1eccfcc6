import os

import boto3


def main():
    jobs = boto3.resource("sqs").Queue(os.environ["JOBS_URL"])
    results = boto3.resource("s3").Bucket(os.environ["RESULTS_NAME"])
    while True:
        for message in jobs.receive_messages(WaitTimeSeconds=20):
            results.put_object(Key=f"{message.message_id}.json", Body=message.body.encode())
            message.delete()


if __name__ == "__main__":
    main()
