from lib import aws
def handle(event):
    aws.get("sns").publish(TopicArn="arn:aws:sns:us-east-1:111122223333:hello", Message="hi")
