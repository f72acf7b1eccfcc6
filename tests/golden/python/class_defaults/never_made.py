"""A client that no path makes: what it is asked for is inferred, not forgotten."""

import boto3


class Mailer:
    def send(self, text):
        if False:
            self.sns = boto3.client("sns")
        self.sns.list_subscriptions_by_topic(TopicArn="arn:aws:sns:eu-west-1:123456789012:news")
        self.sns.publish(TopicArn="arn:aws:sns:eu-west-1:123456789012:news", Message=text)
