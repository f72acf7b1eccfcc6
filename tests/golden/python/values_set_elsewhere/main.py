import state
from boot import boot
from base import Alert
from state import client
def main():
    boot()
    state.s3.get_bucket_versioning(Bucket="v")
    client("sqs").get_queue_attributes(QueueUrl="https://sqs.us-east-1.amazonaws.com/111122223333/q")
    Alert().send()
if __name__ == "__main__":
    main()
