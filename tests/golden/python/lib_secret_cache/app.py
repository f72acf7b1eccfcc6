import botocore.session
from aws_secretsmanager_caching import InjectKeywordedSecretString, SecretCache, SecretCacheConfig

client = botocore.session.get_session().create_client("secretsmanager")
cache = SecretCache(config=SecretCacheConfig(), client=client)


@InjectKeywordedSecretString(secret_id="app/login", cache=cache, user="username", key="password")
def connect(user, key):
    return user, key


def handler(event, context):
    connect()
    return cache.get_secret_string("app/api-key")
