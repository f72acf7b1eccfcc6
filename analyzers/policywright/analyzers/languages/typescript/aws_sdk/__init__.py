"""The AWS SDK for JavaScript, versions 2 and 3.

Handles made here: ``client`` (service, identity), ``document`` (identity): a DynamoDB document client with
method names of its own, ``command`` (service, operation, input value), ``credentials`` (identity), ``signer``
(kind, configuration value), ``waiter-state``. Responses are those of ``sdk.requests``.
"""
