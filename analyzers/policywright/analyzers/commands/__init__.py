"""Command lines: what a shell starts (``shell``), and what the AWS CLI asks AWS for (``aws``).

A command is a list of words, each a value of ``policywright.knowledge.values``: known, a text with holes, one
of several, or unknown. Nothing here knows of the engine: programs that start others, scripts and pipelines
all bring their words.
"""
