"""``fix``: from an access-denied error to an approved, verified, reversible change.

The pipeline, a module each: ``denied`` (what was refused, decoded where AWS encoded it) -> ``sites`` (the
calls in the code), ``scoping`` (on which resource) and ``usage`` (under which conditions) -> ``proposal``
(the smallest statements) -> ``changes`` (the new document, its difference, its proof) over what ``account``
or ``files`` read -> approval by whoever called -> ``account`` again (the write) with ``journal`` (what was
there before) -> ``verify``. ``workflow`` is the one way through it for the command line and for MCP;
``report`` is what both give back and ``render`` puts it into words. Nothing here prints or asks.

Only ``account`` talks to AWS, only on request, and only it imports boto3, when it does.
"""
