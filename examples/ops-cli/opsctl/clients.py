"""All AWS clients of the program, made when first used."""

import boto3


class Clients:
    def __init__(self, profile=None):
        self._session = boto3.Session(profile_name=profile)
        self._made = {}

    def __getattr__(self, service):
        name = service.replace("_", "-")
        if name not in self._made:
            self._made[name] = self._session.client(name)
        return self._made[name]

    def in_account(self, account, service):
        """A client with the credentials of the inventory role of another account."""
        response = self.sts.assume_role(
            RoleArn=f"arn:aws:iam::{account}:role/inventory-reader", RoleSessionName="opsctl"
        )
        credentials = response["Credentials"]
        session = boto3.Session(
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials["SessionToken"],
        )
        return session.client(service)
