from inventory.aws.roles import describe_roles
from inventory.azure.groups import describe_groups


def run(account):
    return describe_roles(account_number=account, filter="Role"), describe_groups(account)
