import boto3
from dependency_injector import containers, providers
from services import UserService, MailService

class Container(containers.DeclarativeContainer):
    config = providers.Configuration()
    session = providers.Singleton(boto3.session.Session)
    s3 = providers.Resource(session.provided.client.call("s3"))
    dynamodb = providers.Singleton(boto3.resource, "dynamodb")
    sqs = providers.Singleton(boto3.client, "sqs")
    users = providers.Factory(UserService, db=dynamodb)
    mail = providers.Factory(MailService, sqs=sqs, queue_url="https://sqs.eu-west-1.amazonaws.com/111122223333/mail")
