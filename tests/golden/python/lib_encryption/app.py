import aws_encryption_sdk
from aws_encryption_sdk import StrictAwsKmsMasterKeyProvider

KEY = "arn:aws:kms:us-east-1:111122223333:key/abcd"
client = aws_encryption_sdk.EncryptionSDKClient()
provider = StrictAwsKmsMasterKeyProvider(key_ids=[KEY])


def seal(text):
    sealed, _ = client.encrypt(source=text, key_provider=provider)
    return sealed


def unseal(sealed):
    text, _ = client.decrypt(source=sealed, key_provider=provider)
    return text
