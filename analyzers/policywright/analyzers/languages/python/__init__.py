"""Python."""

from policywright.analyzers.engine.language import Language
from policywright.analyzers.languages.python.around import AROUND
from policywright.analyzers.languages.python.attributes import construct
from policywright.analyzers.languages.python.boto3.guesses import S3
from policywright.analyzers.languages.python.declared import modules
from policywright.analyzers.languages.python.gate import GATE
from policywright.analyzers.languages.python.imports import (
    is_test,
    module_name,
    only_for_tests,
    resolve,
)
from policywright.analyzers.languages.python.libraries.rows import knows
from policywright.analyzers.languages.python.lower import comments, lower
from policywright.analyzers.languages.python.made_up import made_up_names, named
from policywright.analyzers.languages.python.semantics import PythonSemantics

LANGUAGE = Language(
    name="python",
    extensions=frozenset((".py", ".pyw")),
    lower=lower,
    comments=comments,
    asked=(S3,),
    module_name=module_name,
    resolve=resolve,
    semantics=PythonSemantics,
    gate=GATE,
    around=AROUND,
    made_up_names=made_up_names,
    named=named,
    declares=modules,
    injects=(b"wireup", b"from kink ", b"import kink", b"from injectable ", b"import injectable"),
    is_test=is_test,
    only_for_tests=only_for_tests,
    modelled=knows,
    construct=construct,
    constructors=("__init__",),
    generated=("site-packages", "__pypackages__", ".eggs", "cdk.out", ".aws-sam", ".chalice"),
)
