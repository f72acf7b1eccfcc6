"""JavaScript and TypeScript."""

import re

from policywright.analyzers.engine.language import Language
from policywright.analyzers.languages.typescript.imports import (
    EXTENSIONS,
    generated,
    is_test,
    module_name,
    resolve,
)
from policywright.analyzers.languages.typescript.lower import lower
from policywright.analyzers.languages.typescript.semantics import TypeScriptSemantics

LANGUAGE = Language(
    name="typescript",
    extensions=frozenset(EXTENSIONS),
    lower=lower,
    module_name=module_name,
    resolve=resolve,
    semantics=TypeScriptSemantics,
    mentions_sdk=re.compile(
        rb"aws-sdk|\bAWS\.|aws-lambda-powertools|aws-xray|aws4|signature-v4|amazonaws|@middy/|dynamodb|dynamoose|electrodb"
        rb"|sqs-consumer|aws-amplify|awslambda|durable-execution|aws-jwt-verify|@aws/|langchain|@ai-sdk/amazon"
    ),
    is_test=is_test,
    generated=("node_modules", "dist", "build", ".next", ".serverless", ".aws-sam", "cdk.out"),
    is_generated=generated,
    constructors=("constructor",),
)
