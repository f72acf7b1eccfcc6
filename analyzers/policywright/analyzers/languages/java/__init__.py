"""Java."""

from policywright.analyzers.engine.language import Language
from policywright.analyzers.languages.java.around import AROUND
from policywright.analyzers.languages.java.declarations import INIT
from policywright.analyzers.languages.java.gate import GATE
from policywright.analyzers.languages.java.imports import is_test, module_name, only_for_tests, resolve
from policywright.analyzers.languages.java.lower import comments, lower
from policywright.analyzers.languages.java.places import construct, typed
from policywright.analyzers.languages.java.semantics import JavaSemantics

LANGUAGE = Language(
    name="java",
    extensions=frozenset((".java",)),
    lower=lower,
    comments=comments,
    module_name=module_name,
    resolve=resolve,
    semantics=JavaSemantics,
    gate=GATE,
    around=AROUND,
    is_test=is_test,
    only_for_tests=only_for_tests,
    generated=("target", "build"),
    construct=construct,
    typed=typed,
    constructors=(INIT,),
    counts_arguments=True,
    injects=(
        b"@Bean",
        b"@Produces",
        b"@Provides",
        b"org.springframework",
        b"javax.inject",
        b"jakarta.inject",
        b"javax.enterprise",
        b"jakarta.enterprise",
        b"io.micronaut.",
        b"io.quarkus.",
        b"com.google.inject",
        b"org.aspectj.",
        b"javax.interceptor",
        b"jakarta.interceptor",
        b"dagger.",
        b"ServiceLoader",
    ),
)
