import boto3
import joblib
from cryptography.x509 import CertificateBuilder


def handler(event, context):
    kms = boto3.client("kms")
    table = boto3.resource("dynamodb").Table("orders")

    class Key:
        def sign(self, data, padding, algorithm):
            return kms.sign(KeyId="alias/issuer", Message=data, SigningAlgorithm=algorithm)["Signature"]

        def _forget(self):
            kms.schedule_key_deletion(KeyId="alias/issuer")

    class Rows:
        def load(self):
            return table.get_item(Key={"id": "a"})

    class Unused:
        def drop(self):
            table.delete()

    CertificateBuilder().sign(Key(), None)
    joblib.register(Rows())
