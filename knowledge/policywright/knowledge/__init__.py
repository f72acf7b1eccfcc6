"""What AWS is: catalog, operations, authorization and the policy language."""
