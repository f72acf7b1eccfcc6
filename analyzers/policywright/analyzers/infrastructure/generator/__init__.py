"""Makes the files of ``infrastructure/data/`` from published packages; nothing at run time imports it.

``python -m policywright.analyzers.infrastructure.generator`` needs ``moto`` (a development dependency) and
``aws-sam-translator`` (``pip install --no-deps aws-sam-translator`` in a scratch environment will do): both
Apache-2.0, both copies of what AWS publishes.
"""
