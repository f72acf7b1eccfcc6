"""``fix``: from an access-denied error to an approved, verified, reversible change.

The pipeline, a module each: ``denied`` (what was refused, decoded where AWS encoded it) -> ``sites`` (the
calls in the code), ``scoping`` (on which resource) and ``usage`` (under which conditions) -> ``proposal``
(the smallest statements) -> ``real`` (whether their ARNs can be) -> ``changes`` (the new document, its
difference, its proof) over what ``account`` or ``files`` read, with what ``explain`` and ``deciders`` find
that denies -> ``approval`` by whoever called -> ``write`` (under ``locks``, with what was there before in the
``journal``, and read back) -> ``verify``. ``workflow`` is the one way through it for the command line and for
MCP; ``report`` is what both give back and ``render`` puts it into words. Nothing here prints or asks.

Only ``account`` talks to AWS, only on request, and only it imports boto3, when it does.
"""
