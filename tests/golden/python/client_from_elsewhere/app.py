"""Its clients come from a layer that is not here; the members of the request say what is asked."""

from helper import AwsHelper, bot, topics


def handler(event, context):
    client = AwsHelper().getClient("sqs")
    client.send_message(QueueUrl="https://sqs.eu-west-1.amazonaws.com/123456789012/jobs", MessageBody="x")
    topics.publish(TopicArn="arn:aws:sns:eu-west-1:123456789012:done", Message="x")
    bot.send_message(chat="someone", text="hello")
