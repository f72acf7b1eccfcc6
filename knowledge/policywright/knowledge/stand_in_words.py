"""Words that stand in code and templates where a name is to be filled in: what reads so may be any name.

Each row has its source. It is Python, and no file of data, since every run reads it.
"""

from __future__ import annotations

FORMS: tuple[tuple[str, str], ...] = (
    # docs.couchbase.com/styleguide/placeholders.html, fluxcd.io/contributing/docs/style-guide/
    ("", r"<[^<>]*>|\{[A-Z][A-Z0-9_-]*\}|\[[A-Za-z][\w -]*\]|%[A-Za-z]\w*%"),
    # developers.google.com/style/placeholders (a series of x)
    ("", r"[xX]{3,}(?:[-_.][xX]{3,})*"),
)
"""A whole name of this form: no name of a resource has these characters. By service, or of all."""
NAMES: tuple[tuple[str, str], ...] = (
    # docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (buckets of its examples)
    ("s3", r"amzn-s3-demo-(?:\w+-)*bucket\d*|(?i:doc-example-bucket\d*)"),
)
"""Names that AWS's own documentation has in their place."""
NEVER: tuple[tuple[str, str], ...] = (
    # docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html (since March 2018, everywhere)
    ("s3", r".*[A-Z].*"),
)
"""Characters that no name of the service has had for years."""
# Of the words below: developers.google.com/style/placeholders, and what gitleaks and trufflehog, which look
# for secrets, list as none.
WORDS = ("placeholder", "changeme", "replaceme", "fixme", "fillme", "insertme", "tbd")
"""A name that has one of these among its words."""
FIRST = ("your",)
"""A name that begins with this word: ``know-your-customer`` is a name."""
PHRASES = (
    "change me", "change this", "replace me", "replace this", "replace with", "fill me", "fill in",
    "insert here", "to be replaced", "to be filled", "enter your", "insert your", "put your", "use your",
    "with your", "name of your",
)  # fmt: skip
"""A name that has these words one behind the other."""
LAST = ("here",)
"""A name that ends in this word: ``my-bucket-here``."""
FILLERS = ("my", "the", "aws", "amazon", "example")
# developers.google.com/style/placeholders (PROJECT_ID);
# mongodb.com/docs/meta/style-guide/style/placeholder-variable-text (directoryName)
ATTRIBUTES = ("name", "arn", "url", "uri", "id", "identifier")
"""A name of nothing but these words, the fillers and what the thing is: ``MY_TABLE``, ``tableName``. One in
small letters has to end as an attribute does: ``my-table`` is what many programs use."""
CALLED: dict[str, tuple[str, ...]] = {
    # service authorization reference, resource types
    "s3": ("s3", "bucket"),
    "sqs": ("sqs", "queue"),
    "sns": ("sns", "topic"),
    "dynamodb": ("dynamodb", "dynamo", "ddb"),
    "ssm": ("ssm", "param"),
}
"""What a thing is called of which the ARN does not say it, and other words for what it is."""
