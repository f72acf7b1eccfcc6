import boto3
def a(e, c):
    iam = boto3.client("iam")
    iam.get_role(RoleName="elsewhere")
    iam.list_role_tags(RoleName="elsewhere")
    iam.get_user(UserName="bob")
    iam.tag_role(RoleName="elsewhere", Tags=[])
    iam.list_role_policies(RoleName="elsewhere")
