"""Go."""

from policywright.analyzers.engine.language import Language
from policywright.analyzers.languages.go.around import AROUND
from policywright.analyzers.languages.go.gate import GATE
from policywright.analyzers.languages.go.imports import (
    built,
    is_generated,
    is_test,
    is_unbuilt,
    module_name,
    only_for_tests,
    package,
    resolve,
)
from policywright.analyzers.languages.go.interfaces import typed
from policywright.analyzers.languages.go.lower import comments, lower
from policywright.analyzers.languages.go.semantics import GoSemantics
from policywright.analyzers.languages.go.structs import construct

LANGUAGE = Language(
    name="go",
    extensions=frozenset((".go",)),
    lower=lower,
    comments=comments,
    module_name=module_name,
    resolve=resolve,
    semantics=GoSemantics,
    gate=GATE,
    around=AROUND,
    is_test=is_test,
    is_unbuilt=is_unbuilt,
    is_generated=is_generated,
    only_for_tests=only_for_tests,
    built=built,
    generated=("vendor",),
    package=package,
    counts_arguments=True,
    construct=construct,
    typed=typed,
)
