"""The IAM policy language: read, judge, compare, shrink and evaluate policy documents.

A document comes in as text or as plain JSON data. Two layers keep start-up short:

* light modules (standard library only): ``patterns`` and ``variables`` (wildcards and policy
  variables), ``statements`` (the canonical form every algorithm works on), ``minimise``, ``diff``,
  ``quota``, ``operators`` (the table of condition operators), ``conditions``, ``principals`` and
  ``evaluate`` (the decision), ``located`` (JSON with positions), ``findings``;
* ``model``, ``parse`` and ``lint`` need pydantic, and are imported only where a document that
  people wrote is validated.

Importing this package imports nothing: import the module you need.
"""
