"""Where Django's own test runner looks first."""

import boto3

from shared.tests.cases import TestCase


class AccountTest(TestCase):
    def setUp(self):
        boto3.client("iam").create_user(UserName="tester")

    def test_there_is_one(self):
        self.assertTrue(boto3.client("iam").list_users()["Users"])
