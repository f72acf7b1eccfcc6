"""Go."""

from policywright.analyzers.engine.language import Language
from policywright.analyzers.languages.go.imports import (
    is_test,
    module_name,
    package,
    resolve,
)
from policywright.analyzers.languages.go.interfaces import typed
from policywright.analyzers.languages.go.lower import lower
from policywright.analyzers.languages.go.semantics import GoSemantics
from policywright.analyzers.languages.go.structs import construct
from policywright.knowledge.regex import regex

LANGUAGE = Language(
    name="go",
    extensions=frozenset((".go",)),
    lower=lower,
    module_name=module_name,
    resolve=resolve,
    semantics=GoSemantics,
    mentions_sdk=regex(
        rb"aws/aws-sdk-go|aws/aws-lambda-go|aws-secretsmanager-caching-go|opensearch-go|gocloud\.dev"
    ),
    is_test=is_test,
    generated=("vendor",),
    package=package,
    construct=construct,
    typed=typed,
    constructors=(),
)
