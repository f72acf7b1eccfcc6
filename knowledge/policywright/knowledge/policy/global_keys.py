"""AWS's global condition keys, which the catalog does not list per service, with their types.

Read by ``lint``. Types are the catalog's own words (``String``, ``ArrayOfString``, ...). Source:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_BY_TYPE: Final[Mapping[str, str]] = {
    "String": """
        aws:AssumedRoot aws:Ec2InstanceSourceVpc aws:FederatedProvider aws:PrincipalAccount
        aws:PrincipalOrgID aws:PrincipalOrgMasterAccountId aws:PrincipalServiceName aws:PrincipalTag
        aws:PrincipalType aws:RequestTag aws:RequestedRegion aws:ResourceAccount aws:ResourceOrgID
        aws:ResourceTag aws:SourceAccount
        aws:SourceIdentity aws:SourceOrgID aws:SourceVpc aws:SourceVpce aws:VpceAccount aws:VpceOrgID
        aws:UserAgent aws:referer aws:userid aws:username
    """,
    "ArrayOfString": """
        aws:CalledVia aws:CalledViaAWSMCP aws:PrincipalOrgPaths aws:PrincipalServiceNamesList
        aws:ResourceOrgPaths aws:SourceOrgPaths aws:TagKeys aws:VpceOrgPaths
    """,
    "ARN": """
        aws:ChatbotSourceArn aws:Ec2InstanceSourceArn aws:PrincipalArn aws:SignInSessionArn aws:SourceArn
        aws:SourceVpcArn
    """,
    "Bool": """
        aws:IsMcpServiceAction aws:MultiFactorAuthPresent aws:PrincipalIsAWSService aws:SecureTransport
        aws:ViaAWSMCPService aws:ViaAWSService
    """,
    "Numeric": "aws:MultiFactorAuthAge",
    "Date": "aws:CurrentTime aws:EpochTime aws:TokenIssueTime",
    "IPAddress": "aws:Ec2InstanceSourcePrivateIPv4 aws:SourceIp aws:VpcSourceIp",
}
# What the policy that SNS gives a topic asks for; its successor is aws:SourceAccount.
# https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html#source-account-versus-source-owner
_OF_SNS: Final = ("aws:SourceOwner",)
# Called-via chains end in two single-valued keys of their own.
_FIRST_AND_LAST: Final = ("aws:CalledViaFirst", "aws:CalledViaLast")

_IOT: Final = "https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html"

GLOBAL_KEYS: Final[Mapping[str, str]] = {
    **{name.lower(): kind for kind, names in _BY_TYPE.items() for name in names.split()},
    **{name.lower(): "String" for name in (*_FIRST_AND_LAST, *_OF_SNS)},
}
SPELLINGS: Final[Mapping[str, str]] = {
    name.lower(): name for name in (*" ".join(_BY_TYPE.values()).split(), *_FIRST_AND_LAST, *_OF_SNS)
}

_REFERENCE: Final = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_"
OF_SESSIONS: Final[Mapping[str, str]] = {
    "ec2:sourceinstancearn": "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html",
    "ec2:roledelivery": "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ExamplePolicies_EC2.html",
    "lambda:sourcefunctionarn": (
        "https://docs.aws.amazon.com/lambda/latest/dg/permissions-source-function-arn.html"
    ),
    "glue:roleassumedby": f"{_REFERENCE}awsglue.html",
    "glue:credentialissuingservice": f"{_REFERENCE}awsglue.html",
    "codebuild:buildarn": f"{_REFERENCE}awscodebuild.html",
    "codebuild:projectarn": f"{_REFERENCE}awscodebuild.html",
    "ssm:sourceinstancearn": f"{_REFERENCE}awssystemsmanager.html",
    "sagemaker:domainid": f"{_REFERENCE}amazonsagemaker.html",
    "sagemaker:userprofilename": f"{_REFERENCE}amazonsagemaker.html",
    "identitystore:userid": f"{_REFERENCE}awsidentitystore.html",
    "identitystore:identitystorearn": f"{_REFERENCE}awsidentitystore.html",
    "identitycenter:applicationarn": f"{_REFERENCE}awsiamidentitycenter.html",
    "identitycenter:instancearn": f"{_REFERENCE}awsiamidentitycenter.html",
    "identitycenter:credentialid": f"{_REFERENCE}awsiamidentitycenter.html",
    "credentials-iot:thingname": _IOT,
    "credentials-iot:thingtypename": _IOT,
    "credentials-iot:awscertificateid": _IOT,
}
"""Keys of a service that come with the credentials that it hands out: every request of the session has them,
whatever action it is for. Each with the page that says so."""


def stem(key: str) -> str:
    """The key in lower case without its variable part: ``aws:RequestTag/Team`` is ``aws:requesttag``."""
    return key.split("/", 1)[0].lower()


def global_type(key: str) -> str | None:
    """The type of a global key, or None when it is not one."""
    found = GLOBAL_KEYS.get(stem(key))
    return (
        "String"
        if found is None and key.lower().startswith("credentials-iot:") and stem(key) in OF_SESSIONS
        else found
    )
