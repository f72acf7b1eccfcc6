"""JavaScript and TypeScript."""

from policywright.analyzers.engine.language import Language
from policywright.analyzers.languages.typescript.around import AROUND
from policywright.analyzers.languages.typescript.gate import GATE
from policywright.analyzers.languages.typescript.imports import (
    COMPILED,
    generated,
    is_test,
    keeps_types,
    module_name,
    only_for_tests,
    references,
    resolve,
    starts_page,
)
from policywright.analyzers.languages.typescript.libraries.tables import knows
from policywright.analyzers.languages.typescript.lower import comments, lower
from policywright.analyzers.languages.typescript.made_up import made_up_names
from policywright.analyzers.languages.typescript.semantics import TypeScriptSemantics
from policywright.analyzers.languages.typescript.specifiers import EXTENSIONS

LANGUAGE = Language(
    name="typescript",
    extensions=frozenset(EXTENSIONS),
    lower=lower,
    comments=comments,
    module_name=module_name,
    resolve=resolve,
    semantics=TypeScriptSemantics,
    gate=GATE,
    around=AROUND,
    is_test=is_test,
    only_for_tests=only_for_tests,
    modelled=knows,
    generated=("node_modules", "dist", "build", ".next", ".serverless", ".aws-sam", "cdk.out"),
    is_generated=generated,
    compiled=COMPILED,
    references=references,
    constructors=("constructor",),
    keeps_types=keeps_types,
    loaded_by_imports=True,
    starts_page=starts_page,
    shares_pages=(b'"electron', b"'electron", b"ssrLoadModule", b"nodeIntegration"),
    shared_words=(b"globalThis", b"global.", b"global["),
    injects=(b"dynamoose",),
    made_up_names=made_up_names,
)
