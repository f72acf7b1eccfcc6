"""What events that start functions say of the resource that they come from, by the ways to it.

Source: AWS Lambda's guide: "Process Amazon S3 event notifications with Lambda", "Using Lambda with Amazon
SNS", "... with Amazon SQS", "... with DynamoDB", "... with Kinesis Data Streams".
"""

from __future__ import annotations

from policywright.analyzers.engine.ways import beginnings

BUCKET, BUCKET_ARN = "event.Records.s3.bucket.name", "event.Records.s3.bucket.arn"
TOPIC_ARN = "event.Records.Sns.TopicArn"
SOURCE_ARN = "event.Records.eventSourceARN"
WAYS = beginnings({
    "Records.[].s3.bucket.name": BUCKET,
    "Records.[].s3.bucket.arn": BUCKET_ARN,
    "Records.[].Sns.TopicArn": TOPIC_ARN,
    "Records.[].eventSourceARN": SOURCE_ARN,
    "records.[].s3.bucket.name": BUCKET,
    "records.[].event_source_arn": SOURCE_ARN,
})  # fmt: skip
"""Of code that reads the event as JSON has it, or as the data classes of Powertools for AWS Lambda."""
GO_WAYS = beginnings({
    "Records.[].S3.Bucket.Name": BUCKET,
    "Records.[].S3.Bucket.Arn": BUCKET_ARN,
    "Records.[].SNS.TopicArn": TOPIC_ARN,
    "Records.[].EventSourceARN": SOURCE_ARN,
    "Records.[].EventSourceArn": SOURCE_ARN,
})  # fmt: skip
"""Of the types of github.com/aws/aws-lambda-go/events."""
JAVA_WAYS = beginnings({
    "getRecords.[].getS3.getBucket.getName": BUCKET,
    "getRecords.[].getS3.getBucket.getArn": BUCKET_ARN,
    "getRecords.[].getSNS.getTopicArn": TOPIC_ARN,
    "getRecords.[].getEventSourceArn": SOURCE_ARN,
    "getRecords.[].getEventSourceARN": SOURCE_ARN,
})  # fmt: skip
"""Of the types of com.amazonaws:aws-lambda-java-events."""
